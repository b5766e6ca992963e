using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesGrid.Controls;

namespace SalesGrid.Catalogue.Tests;

/// <summary>The two files the catalogue is kept in.</summary>
internal static class CatalogueFiles
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The resource in the program.</summary>
    public static string Resource => Path.Combine(Root(), "Grains", "Controls", "catalogue.json");

    /// <summary>The page in the documentation.</summary>
    public static string Page => Path.Combine(Root(), "docs", "controls.md");

    /// <summary>The text of the resource.</summary>
    public static string Json(SortedDictionary<string, ControlEvidence> evidence) => JsonSerializer.Serialize(evidence, Written) + "\n";

    /// <summary>The text of the page.</summary>
    public static string Markdown(IReadOnlyList<CataloguedControl> controls)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # The control catalogue

            Generated from the compiled code; do not edit. After a change of rules or tests: `UPDATE_CATALOGUE=1 dotnet test tests/Catalogue.Tests`.
            Figures of a running grid (checked, refused, overridden) are at `GET /api/controls`.

            {controls.Count} control points, {controls.Count(c => c.Point.MayBeOverridden)} of which internal control may lift on one object. Sources are the systems of control S1 to S{ControlCatalogue.SystemsMax}; `grid`: what keeps the grid itself in order.

            | id | reason | source | answer | liftable |
            |---|---|---|---|---|

            """);
        foreach (var c in controls)
            page.Append(CultureInfo.InvariantCulture, $"| [{c.Point.Id}](#{Anchor(c)}) | {Cell(c.Point.Reason.Zh)}<br>{Cell(c.Point.Reason.En)} | {c.Point.Source} | {Camel(c.Point.Kind)} | {(c.Point.MayBeOverridden ? "yes" : "")} |\n");
        foreach (var c in controls)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {c.Point.Id} {c.Name}\n\n");
            page.Append(CultureInfo.InvariantCulture, $"{c.Point.Reason.Zh} {c.Point.Remedy.Zh}\n{c.Point.Reason.En} {c.Point.Remedy.En}\n\n");
            page.Append(CultureInfo.InvariantCulture, $"- Enforced by: {List(c.Evidence.EnforcedBy)}\n");
            if (!c.Evidence.LiftedIn.IsEmpty)
                page.Append(CultureInfo.InvariantCulture, $"- Lifted in: {List(c.Evidence.LiftedIn)}\n");
            page.Append(CultureInfo.InvariantCulture, $"- Commands: {(c.Evidence.Commands is [CataloguedControl.EveryCommand] ? "every command" : List(c.Evidence.Commands))}\n");
            foreach (var tests in c.Evidence.Tests.GroupBy(t => t.In))
                page.Append(CultureInfo.InvariantCulture, $"- `{tests.Key}`: {string.Join("; ", tests.Select(t => Cell(t.Says)))}\n");
        }
        return page.ToString();
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`")) is { Length: > 0 } list ? list : "not known";

    private static string Anchor(CataloguedControl c) => $"{c.Point.Id} {c.Name}".ToLowerInvariant().Replace(' ', '-');

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Camel(RefusalKind kind) => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];

    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
