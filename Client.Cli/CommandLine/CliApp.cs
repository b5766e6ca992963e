using System.CommandLine;
using System.Globalization;
using SalesGrid.Demo;
using SalesGrid.Import;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Texts;

namespace SalesGrid.CommandLine;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary>The command line as a whole.</summary>
public static class CliApp
{
    /// <summary>Runs one command and returns its exit code.</summary>
    public static async Task<int> Run(string[] args, CliContext context, CancellationToken cancellationToken)
    {
        var language = context.Language;
        // The parser's own messages follow the language of the commands.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Pick("zh-Hans", "en"));
        var root = new RootCommand(language.Pick("Sales Grid 命令行", "Sales Grid command line"))
        {
            ImportCommand.Create(context),
            DemoCommand.Create(context),
            KpisCommand.Create(context),
            VerifyCommand.Create(context),
        };
        root.Options.Add(new Option<string>("--lang") { Description = language.Pick("语言:zh 或 en", "Language: zh or en"), Recursive = true });
        var parsed = root.Parse(args);
        var output = new InvocationConfiguration { Output = context.Console.Profile.Out.Writer, Error = context.Errors };
        return await parsed.InvokeAsync(output, cancellationToken);
    }
}
