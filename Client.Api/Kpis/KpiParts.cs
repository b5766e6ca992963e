using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Kpis;

namespace SalesGrid.Gateway.Kpis;

/// <summary>The parts of the answer to one question, bucket by bucket: only those that moved are asked for again.</summary>
internal sealed class KpiParts(KpiQuery query, GridGateway grid, TimeProvider time)
{
    private readonly Lock gate = new();
    private ImmutableArray<KpiPartial> parts;

    /// <summary>The parts now, everything committed before the call included. The same array while nothing has changed.</summary>
    /// <exception cref="TooManyGroupsException">The question has more groups than are answered.</exception>
    public async Task<ImmutableArray<KpiPartial>> Read(CancellationToken gone)
    {
        ImmutableArray<KpiPartial> known;
        lock (gate)
            known = parts;
        if (!known.IsDefault && known.All(IsCurrent))
            return known;
        var answers = await grid.AskAll((projection, bucket) => !known.IsDefault && bucket < known.Length
            ? IsCurrent(known[bucket]) ? Task.FromResult(known[bucket]) : projection.Kpis(query, known[bucket].Watermark, known[bucket].Day)
            : projection.Kpis(query, -1), gone);
        if (Array.Exists(answers, a => a.TooManyGroups))
            throw new TooManyGroupsException();
        lock (gate)
        {
            if (parts.IsDefault || parts.Length != answers.Length)
                return parts = [.. answers];
            ImmutableArray<KpiPartial>.Builder? changed = null;
            foreach (var answer in answers)
            {
                // Two readers may overlap: the part that is further on stays.
                var part = (changed?[answer.Bucket]) ?? parts[answer.Bucket];
                if (!answer.Unchanged && (answer.Watermark, answer.Day).CompareTo((part.Watermark, part.Day)) > 0)
                    (changed ??= parts.ToBuilder())[answer.Bucket] = answer;
            }
            return changed is null ? parts : parts = changed.MoveToImmutable();
        }
    }

    /// <summary>True when the part holds all its bucket has committed and is of today, and that is known without asking.</summary>
    private bool IsCurrent(KpiPartial part) =>
        grid.CommittedHere(part.Bucket) == part.Watermark && grid.DayHere(time.GetUtcNow()) == part.Day;
}
