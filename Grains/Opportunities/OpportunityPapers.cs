using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>A sort of objects that belong to an opportunity and follow it to a new owner. The noun it is of says so; opportunities do not know it.</summary>
/// <param name="Kind">The kind of the objects. They have the tag <c>opportunity:id</c>.</param>
/// <param name="Follow">Tells one of them: the new owner, whose it was before, and why.</param>
public sealed record OpportunityPaper(string Kind, Func<string, ImmutableArray<string>, string, Command> Follow);

/// <summary>What follows opportunities to new owners, asked of every bucket: all that was acknowledged before is told.</summary>
/// <param name="grains">The grains.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="sorts">The sorts.</param>
/// <param name="logger">Told of what refuses to follow.</param>
public sealed partial class OpportunityPapers(IGrainFactory grains, GridLedger ledger, IEnumerable<OpportunityPaper> sorts, ILogger<OpportunityPapers> logger)
{
    private const int PageMax = 100;

    /// <summary>Tells them all. May be called again: what knows already does nothing.</summary>
    /// <param name="opportunity">The opportunity.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="papers">Whose it was, since when, and why.</param>
    /// <returns>How many were told and did not refuse.</returns>
    /// <exception cref="InvalidOperationException">One could not listen just now.</exception>
    public async Task<int> Tell(string opportunity, string owner, PapersOnTheWay papers)
    {
        var envelope = Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"papers:{opportunity}:{papers.Due.UtcTicks}"), papers.By) with { Duties = Duties.Grid };
        var told = 0;
        foreach (var sort in sorts)
        {
            for (string? after = null; ;)
            {
                var ids = await Page(sort.Kind, opportunity, after);
                var receipts = await Task.WhenAll(ids.Select(id =>
                    grains.GetGrain<ISubject>(GrainId.Create(sort.Kind, $"{sort.Kind}/{id}")).Do(sort.Follow(owner, papers.Before, papers.Reason), envelope)));
                if (receipts.FirstOrDefault(r => r.Refusal is { Kind: RefusalKind.Busy }) is { } busy)
                    throw new InvalidOperationException($"{busy.Subject} could not follow opportunity {opportunity} now: {busy.Refusal!.ControlPoint}.");
                foreach (var refused in receipts.Where(r => r.Refusal is not null))
                    LogStays(refused.Subject, opportunity, owner, refused.Refusal!.ControlPoint);
                told += receipts.Count(r => r.Refusal is null);
                if (ids.Length < PageMax)
                    break;
                after = ids[^1];
            }
        }
        return told;
    }

    private async Task<ImmutableArray<string>> Page(string kind, string opportunity, string? after)
    {
        var query = new ListQuery { Kind = kind, Tag = $"opportunity:{opportunity}", After = after is null ? null : ListCursor.OfId(after), Limit = PageMax };
        var answers = await Task.WhenAll(Enumerable.Range(0, ledger.Description.BucketCount).Select(bucket => grains.GetGrain<IProjectionGrain>(bucket).List(query)));
        return [.. answers.SelectMany(a => a.Rows).Select(r => r.Place.Id).Order(StringComparer.Ordinal).Take(PageMax)];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Subject} does not follow opportunity {Opportunity} to {Owner}: {ControlPoint}")]
    private partial void LogStays(string subject, string opportunity, string owner, string controlPoint);
}
