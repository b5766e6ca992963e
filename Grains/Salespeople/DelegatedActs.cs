using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>Acts that are delegated together.</summary>
/// <param name="Code">Its code, e.g. <c>approvals</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Acts">The acts, <c>kind.command</c>.</param>
public sealed record ActGroup(string Code, LocalText Name, ImmutableArray<string> Acts);

/// <summary>
/// What a delegation may name: one act by the name of its command, all of a kind by the kind's name, or a group the product ships, as data:
/// <c>DelegatedActs.json</c>. A kind and a group are what they are on the day they are used.
/// </summary>
public static class DelegatedActs
{
    /// <summary>Most names in one delegation.</summary>
    public const int NamesMax = 50;

    /// <summary>Every act that can be delegated, in order: commands for the owner's side, and those whose rules say whom they ask.</summary>
    public static ImmutableArray<string> All { get; } =
        [.. CommandTypes.All.Select(c => SentByAttribute.Of(c).Act).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The kinds they are of.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. All.Select(KindOf).Distinct()];

    /// <summary>The groups the product ships.</summary>
    public static ImmutableArray<ActGroup> Groups { get; } = Read();

    /// <summary>True for a name that a delegation may have.</summary>
    public static bool IsKnown(string? name) => name is not null && (All.Contains(name) || Kinds.Contains(name) || Find(name) is not null);

    /// <summary>True where a delegation is for an act.</summary>
    /// <param name="names">What it names; null for everything.</param>
    /// <param name="act">The act; null for what no delegation names.</param>
    public static bool Cover(ImmutableArray<string>? names, string? act)
    {
        if (names is not { } named)
            return true;
        if (act is null)
            return false;
        foreach (var name in named)
        {
            if (name == act || (act.StartsWith(name, StringComparison.Ordinal) && act[name.Length] == '.') || Find(name)?.Acts.Contains(act) == true)
                return true;
        }
        return false;
    }

    /// <summary>True where there is an act that both are for.</summary>
    public static bool Overlap(ImmutableArray<string>? a, ImmutableArray<string>? b) =>
        (a, b) is (null, null) || All.Any(act => Cover(a, act) && Cover(b, act));

    private static ActGroup? Find(string code)
    {
        foreach (var group in Groups)
        {
            if (group.Code == code)
                return group;
        }
        return null;
    }

    private static string KindOf(string act) => act[..act.IndexOf('.', StringComparison.Ordinal)];

    private static ImmutableArray<ActGroup> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Salespeople.DelegatedActs.json")!;
        return JsonSerializer.Deserialize<ImmutableArray<ActGroup>>(stream, GridJson.Options);
    }
}
