using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Controls;
using SalesGrid.Ledger;
using SalesGrid.Subjects;

namespace SalesGrid.Decisions;

/// <summary>What became of the control points that can refuse a command, as the control catalogue has them.</summary>
public static class DecidedPoints
{
    private static readonly ILookup<string, string> ByCommand = ControlCatalogue.All
        .SelectMany(c => c.Evidence.Commands.Select(command => (command, c.Point.Id)))
        .ToLookup(p => p.command, p => p.Id, StringComparer.Ordinal);

    /// <summary>Control points that can refuse a command, by id.</summary>
    /// <param name="command">Its type.</param>
    public static IEnumerable<string> CanRefuse(string command) =>
        ByCommand[command].Concat(ByCommand[CataloguedControl.EveryCommand]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>What became of each.</summary>
    /// <param name="command">The command's type.</param>
    /// <param name="missing">What it lacked, the one that refused it first; null where it was allowed.</param>
    /// <param name="entries">Its entries, and those in which overrides were granted.</param>
    public static ImmutableArray<PointDecided> Of(string command, IReadOnlyList<string>? missing, IReadOnlyCollection<HistoryEntry> entries)
    {
        var granted = entries.Where(e => e.Type == nameof(ControlOverridden)).Select(Read<ControlOverridden>).ToDictionary(o => o.Id, StringComparer.Ordinal);
        var lifted = Used(entries).ToDictionary(u => u.ControlPoint, StringComparer.Ordinal);
        return
        [
            .. CanRefuse(command).Concat(lifted.Keys).Concat(missing ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id =>
                lifted.TryGetValue(id, out var used) ? new PointDecided(id, PointOutcome.Lifted, granted.GetValueOrDefault(used.Id)?.By, used.Id)
                : missing is null ? new PointDecided(id, PointOutcome.Passed)
                : new PointDecided(id, missing.Contains(id) ? PointOutcome.Refused
                    : id == ControlPoints.SenderMustHaveStanding.Id && SenderWasLet(command, missing) ? PointOutcome.Passed
                    : PointOutcome.NotReached)),
        ];
    }

    /// <summary>Who sends it is asked first: a refusal that does not tell that it is not for them tells that it was.</summary>
    private static bool SenderWasLet(string command, IReadOnlyList<string> missing) =>
        CommandTypes.Find(command) is { } type && !missing.Any(id => ControlPoints.All.ContainsKey(id) && SentByAttribute.Of(type).ToldBy.Contains(ControlPoints.NameOf(id)));

    /// <summary>The uses of overrides among some entries.</summary>
    public static ImmutableArray<OverrideUsed> Used(IEnumerable<HistoryEntry> entries) =>
        [.. entries.Where(e => e.Type == nameof(OverrideUsed)).Select(Read<OverrideUsed>)];

    private static T Read<T>(HistoryEntry entry) => JsonSerializer.Deserialize<T>(entry.Data, GridJson.Options)!;
}
