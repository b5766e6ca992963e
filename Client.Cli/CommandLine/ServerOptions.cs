using System.CommandLine;
using SalesGrid.Sending;
using SalesGrid.Texts;

namespace SalesGrid.CommandLine;

// Inside the namespace: out here the name means a command to the grid.
using Command = System.CommandLine.Command;

/// <summary>The options every command has that talks to a server.</summary>
internal sealed class ServerOptions(Language language)
{
    public const string DefaultServer = "http://127.0.0.1:5080";

    private readonly Option<Uri> server = new("--server")
    {
        Description = language.Pick("服务器地址", "Address of the server"),
        DefaultValueFactory = _ => new Uri(DefaultServer),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Count == 1 ? result.Tokens[0].Value : "", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
                return uri;
            result.AddError(language.Pick("--server 须为 http 或 https 地址。", "--server must be an http or https address."));
            return null;
        },
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = language.Pick("API 密钥;缺省取环境变量 GRID_KEY 或 GRID_ADMIN_KEY", "API key; else the environment variable GRID_KEY or GRID_ADMIN_KEY"),
    };

    private readonly Option<int> patience = new("--patience")
    {
        Description = language.Pick("服务器无回答时最多等待的秒数", "Seconds to go on trying while the server gives no answer"),
        DefaultValueFactory = _ => 30,
    };

    public void AddTo(Command command)
    {
        patience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 86_400)
                result.AddError(language.Pick("--patience 须在 0 与 86400 之间。", "--patience must lie between 0 and 86400."));
        });
        command.Options.Add(server);
        command.Options.Add(key);
        command.Options.Add(patience);
    }

    public Uri Server(ParseResult parsed) => parsed.GetRequiredValue(server);

    public GridClient Connect(ParseResult parsed, CliContext context, Uri at) => new(at,
        Given(parsed.GetValue(key)) ?? Given(context.Environment("GRID_KEY")) ?? Given(context.Environment("GRID_ADMIN_KEY")),
        TimeSpan.FromSeconds(parsed.GetValue(patience)), context.Time);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The options of commands that send many rows.</summary>
internal sealed class SendingOptions(Language language)
{
    private readonly Option<int> batch = new("--batch")
    {
        Description = language.Pick("每次请求的命令数,1 到 1000", "Commands in one request, 1 to 1000"),
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<int> parallel = new("--parallel")
    {
        Description = language.Pick("同时进行的请求数,1 到 64", "Requests on their way at once, 1 to 64"),
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<bool> quiet = new("--quiet") { Description = language.Pick("不显示进度", "Show no progress") };

    public void AddTo(Command command)
    {
        Limit(batch, 1, 1_000);
        Limit(parallel, 1, 64);
        command.Options.Add(batch);
        command.Options.Add(parallel);
        command.Options.Add(quiet);
    }

    public int BatchSize(ParseResult parsed) => parsed.GetValue(batch);

    public int Parallel(ParseResult parsed) => parsed.GetValue(parallel);

    public bool Quiet(ParseResult parsed) => parsed.GetValue(quiet);

    private void Limit(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            result.AddError(language.Pick($"{option.Name} 须在 {least} 与 {most} 之间。", $"{option.Name} must lie between {least} and {most}."));
    });
}
