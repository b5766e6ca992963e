using System.Numerics;
using SalesGrid.Reporting;
using SalesGrid.Sending;

namespace SalesGrid.Import;

/// <summary>Books each row under exactly one heading.</summary>
internal static class RowAccounting
{
    private static readonly HashSet<string> ExistsAlready = new(StringComparer.Ordinal)
    {
        ControlPoints.CustomerMustBeNew.Id, ControlPoints.SalespersonMustBeNew.Id, ControlPoints.OpportunityMustBeNew.Id,
    };

    /// <summary>By which the grid says that an entry of a catalogue is there: by this code, by another spelling of it, or made by somebody else's import.</summary>
    private static readonly HashSet<string> EntryIsThere = new(StringComparer.Ordinal)
    {
        ControlPoints.ProductMustBeNew.Id, ControlPoints.ChannelMustBeNew.Id, ControlPoints.CatalogueCodeMustBeFree.Id,
        ControlPoints.IdMustBeWrittenAsItIs.Id, ControlPoints.CommandIdMustBeOnesOwn.Id,
    };

    public static void Count(TableTotals totals, WarningKinds kinds, in BatchRow row, CommandResult? result, RejectsFile rejects)
    {
        totals.Read++;
        if (row.Problem is { } problem)
        {
            Reject(totals, row, problem.ControlPoint, problem.Reason, rejects);
            return;
        }
        if (row.OnlyIfMissing && result is { Accepted: false, ControlPoint: { } there } && EntryIsThere.Contains(there))
            result = CommandResult.DoneBefore;
        if (!result!.Accepted)
        {
            var reason = result.Reason;
            if (reason is not null && result.ControlPoint is { } point && ExistsAlready.Contains(point))
                reason = ImportPoints.AlreadyThere(reason);
            Reject(totals, row, result.ControlPoint ?? result.Kind, reason, rejects);
            return;
        }
        if (result.Replayed)
            totals.AlreadyThere++;
        if (row.Warnings == 0)
        {
            totals.Accepted++;
            return;
        }
        totals.AcceptedWithWarning++;
        for (var left = row.Warnings; left != 0; left &= left - 1)
            Add(totals.Warnings, kinds.All[BitOperations.TrailingZeroCount(left)].Code);
    }

    private static void Reject(TableTotals totals, in BatchRow row, string? point, LocalText? reason, RejectsFile rejects)
    {
        totals.Rejected++;
        Add(totals.Rejections, point ?? "?");
        rejects.Add(totals.File, row.Line, row.Key, point, reason, row.Raw);
    }

    private static void Add(Dictionary<string, long> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
