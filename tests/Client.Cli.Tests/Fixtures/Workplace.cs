using System.Text;
using System.Text.Json;
using SalesGrid.CommandLine;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.Tests.Fixtures;

/// <summary>A folder of its own with files to import, and the command line to do it with. Gone when the test is over.</summary>
internal sealed class Workplace : IDisposable
{
    /// <summary>A mapping with all three tables.</summary>
    public const string Mapping = """
        {
          "source": "test",
          "currency": "CNY",
          "dates": ["yyyy-MM-dd", "d/M/yyyy"],
          "salespeople": { "file": "people.csv", "id": "name", "fields": { "name": "name", "team": "team", "region": "region" } },
          "customers": { "file": "customers.csv", "id": "name", "idReplace": { "&": "and" }, "fields": { "name": "name" } },
          "opportunities": {
            "file": "deals.csv",
            "id": "id",
            "status": { "column": "stage", "values": {
              "New": { "status": "open", "stage": "development" },
              "Won": { "status": "won", "stage": "implementation" },
              "Lost": { "status": "lost", "stage": "initiation", "lossReason": "unknown" } } },
            "fields": {
              "ownerId": { "column": "owner", "lookup": "salespeople" },
              "customerId": { "column": "customer", "lookup": "customers", "whenMissing": "warn" },
              "product": { "column": "product", "aliases": { "GTXPro": "GTX Pro" } },
              "amount": "amount",
              "openedOn": { "column": "opened", "whenMissing": "warn" },
              "closedOn": "closed"
            }
          }
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sales-grid-import-");

    public Workplace()
    {
        Write("mapping.json", Mapping);
        Write("people.csv", "name,team,region\nMoses Frase,Dustin,Central\nLi Na,Dustin,East\n");
        Write("customers.csv", "name\nAcme Corporation\nGekko & Co\n");
        Write("deals.csv", Deals());
    }

    public string Folder => folder.FullName;

    public InstantTime Time { get; } = new();

    public string RejectsPath => At("rejects.csv");

    public string StatePath => At("state.json");

    /// <summary>What the last command said.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What the last command complained about.</summary>
    public string Errors { get; private set; } = "";

    /// <summary>Good rows of the opportunities' file, with its header.</summary>
    public static string Deals(int count = 3) => "id,owner,customer,product,stage,amount,opened,closed\n" + string.Concat(
        Enumerable.Range(1, count).Select(i => $"D{i},Moses Frase,Gekko & Co,GTXPro,Won,\"1,{i % 1000:D3}.50\",2030-01-02,3/2/2030\n"));

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text, Encoding? encoding = null) =>
        File.WriteAllBytes(At(name), (encoding ?? Encoding.UTF8).GetBytes(text));

    public void ChangeMapping(string from, string to) => Write("mapping.json", Mapping.Replace(from, to, StringComparison.Ordinal));

    /// <summary>Imports the folder, two rows a request; an option given here goes before the usual one.</summary>
    public Task<int> Import(StubGrid grid, params string[] more)
    {
        string[][] usual =
        [
            ["--mapping", At("mapping.json")], ["--server", grid.Url], ["--key", "key-for-tests"], ["--rejects", RejectsPath],
            ["--state", StatePath], ["--summary", At("summary.json")], ["--batch", "2"],
        ];
        return Run(["import", Folder, .. usual.Where(option => !more.Contains(option[0])).SelectMany(option => option), .. more]);
    }

    public async Task<int> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 200;
        var language = LanguageExtensions.Choose(args, _ => null, System.Globalization.CultureInfo.GetCultureInfo("en"));
        var code = await CliApp.Run(args, new(language, console, errors, _ => null, Time), TestContext.Current.CancellationToken);
        (Output, Errors) = (output.ToString(), errors.ToString());
        return code;
    }

    /// <summary>The summary of the last import, one table of it.</summary>
    public JsonElement Summary(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(At("summary.json")));
        return document.RootElement.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("file").GetString() == file).Clone();
    }

    public long Counted(string file, string what) => Summary(file).GetProperty(what).GetInt64();

    public string[] Rejects() => File.ReadAllLines(RejectsPath)[1..];

    public void Dispose() => folder.Delete(recursive: true);
}
