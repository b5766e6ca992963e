using System.Globalization;
using System.Text;
using SalesGrid.CommandLine;
using SalesGrid.Texts;
using Spectre.Console;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 160; // A log has no width to wrap to.

var language = LanguageExtensions.Choose(args, Environment.GetEnvironmentVariable, CultureInfo.CurrentUICulture);
return await CliApp.Run(args, new(language, AnsiConsole.Console, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System), CancellationToken.None);
