using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using SalesGrid.Ledger;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>One sort of what a person can have in hand. The noun it is of says so; salespeople do not know it.</summary>
/// <param name="Name">The sort, e.g. <c>opportunity</c>; it is in events.</param>
/// <param name="Kind">The kind of its objects.</param>
/// <param name="Of">Those a person has, by their id.</param>
/// <param name="MoveTo">Gives one of them, of a person, to a successor, for a reason.</param>
public sealed record PortfolioPart(string Name, string Kind, Func<string, ListQuery> Of, Func<string, string, string, Command> MoveTo)
{
    /// <summary>What one of them, by its id and as it is listed, is or is about: it goes where that goes. Null for a sort that goes to whoever gets the rest.</summary>
    public Func<string, object, PortfolioLinks>? About { get; init; }

    /// <summary>What is sent to each as soon as the person is deactivated; null for nothing.</summary>
    public Func<string, Command>? WhenLeft { get; init; }
}

/// <summary>What people have in hand, of every sort.</summary>
/// <param name="grains">The grains.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="parts">The sorts, in the order in which they are handed over.</param>
public sealed class PersonPortfolio(IGrainFactory grains, GridLedger ledger, IEnumerable<PortfolioPart> parts) : Portfolio(grains, ledger, "handover", parts);

/// <summary>What somebody, or something, has of every sort, asked of every bucket: all that was acknowledged before is in the answer. And how it goes to a successor.</summary>
/// <param name="grains">The grains.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="name">What the commands that move it are named by.</param>
/// <param name="parts">The sorts, in the order in which they are moved.</param>
public abstract class Portfolio(IGrainFactory grains, GridLedger ledger, string name, IEnumerable<PortfolioPart> parts)
{
    private readonly ImmutableArray<PortfolioPart> all = [.. parts];

    /// <summary>The sorts, in the order in which they are handed over.</summary>
    public ImmutableArray<PortfolioPart> Parts => all;

    /// <summary>Some objects of one sort, by id.</summary>
    /// <param name="part">The sort.</param>
    /// <param name="person">Whose they are.</param>
    /// <param name="after">From after this id; null from the first.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="shares">Who gets what; null where that is not asked.</param>
    public async Task<PortfolioPage> Page(PortfolioPart part, string person, string? after, int limit, HandoverShares? shares = null)
    {
        var query = part.Of(person) with { Kind = part.Kind, After = after is null ? null : ListCursor.OfId(after), Limit = limit };
        var answers = await Ask(query);
        var rows = answers.SelectMany(a => a.Rows).OrderBy(r => r.Place.Id, StringComparer.Ordinal).Take(limit).ToArray();
        return new(part.Name, answers.Sum(a => a.Total), [.. rows.Select(r => r.Place.Id)], rows.Length == limit ? rows[^1].Place.Id : null,
            shares is null ? null : [.. rows.Select(r => shares.SuccessorOf(part.About?.Invoke(r.Place.Id, r.Row) ?? default))]);
    }

    /// <summary>Those of some objects, named by the shares of a handover, that a person has not in hand: each <c>part/id</c>.</summary>
    public async Task<ImmutableArray<string>> NotInHand(string person, IEnumerable<HandoverShare> shares)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var part in all)
        {
            var named = shares.SelectMany(s => (part.Name == HandoverShares.Customer ? s?.Customers : part.Name == HandoverShares.Opportunity ? s?.Opportunities : null) ?? [])
                .Where(SubjectId.IsValid).ToHashSet(StringComparer.Ordinal);
            for (string? after = null; named.Count > 0;)
            {
                var page = await Page(part, person, after, ListQuery.MaxLimit);
                named.ExceptWith(page.Ids);
                if ((after = page.NextAfter) is null)
                    break;
            }
            missing.AddRange(named.Select(id => $"{part.Name}/{id}").Order(StringComparer.Ordinal));
        }
        return missing.ToImmutable();
    }

    /// <summary>What comes next to hand over: of the sort that is going on, or of the next one that there is any of.</summary>
    public async Task<PortfolioPage?> Next(string person, Handover handover)
    {
        var shares = handover.Shares.IsEmpty ? null : new HandoverShares(handover.To, handover.Shares);
        foreach (var part in all.SkipWhile(p => handover.Part is { } going && p.Name != going))
        {
            var page = await Page(part, person, part.Name == handover.Part ? handover.After : null, Handover.BatchMax, shares);
            if (!page.Ids.IsEmpty)
                return page;
        }
        return null;
    }

    /// <summary>How many objects of each sort.</summary>
    public async Task<PortfolioCount> Count(string person, DateOnly today)
    {
        var pages = await Task.WhenAll(all.Select(part => Page(part, person, null, 1)));
        return new([.. pages.Where(p => p.Total > 0).Select(p => new PartCount(p.Part, p.Total))], today);
    }

    /// <summary>Gives objects in hand to their successors. One whose silo fell meanwhile is asked again under the same id, and answers that it is done.</summary>
    /// <exception cref="InvalidOperationException">One could not listen just now.</exception>
    public async Task<(ImmutableArray<string> Moved, ImmutableArray<NotMoved> NotMoved)> Move(string person, Handover handover)
    {
        var part = all.First(p => p.Name == handover.Part);
        // In the name of who ordered it and may; by the grid, which goes on with it.
        var envelope = Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"{name}:{part.Name}:{person}:{handover.Number}"), handover.By) with { Duties = Duties.Grid | Duties.Manager };
        var receipts = await Task.WhenAll(handover.InHand.Select((id, i) => Subject(part.Kind, id).Do(part.MoveTo(person, handover.ToOf(i), handover.Reason), envelope)));
        var (moved, not) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<NotMoved>());
        for (var i = 0; i < receipts.Length; i++)
        {
            if (receipts[i].Refusal is not { } refusal)
                moved.Add(handover.InHand[i]);
            else if (refusal.Kind == RefusalKind.Busy)
                throw new InvalidOperationException($"{receipts[i].Subject} could not be handed over now: {refusal.ControlPoint}.");
            else
                not.Add(new(part.Name, handover.InHand[i], refusal.ControlPoint, refusal.Reason) { To = handover.InHandTo.IsEmpty ? null : handover.InHandTo[i] });
        }
        return (moved.ToImmutable(), not.ToImmutable());
    }

    /// <summary>Has what waits for somebody who was deactivated go to others.</summary>
    /// <param name="person">Who was deactivated.</param>
    /// <param name="version">Their version since: another time they are it is another one.</param>
    /// <exception cref="InvalidOperationException">Something could not listen just now.</exception>
    public async Task SeeToLeaver(string person, int version)
    {
        foreach (var part in all)
        {
            if (part.WhenLeft is not { } command)
                continue;
            await foreach (var ids in Pages(part, person))
            {
                var receipts = await Task.WhenAll(ids.Select(id => Subject(part.Kind, id).Do(command(person), Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"left:{person}:{version}")))));
                if (receipts.FirstOrDefault(r => r.Refusal is { Kind: RefusalKind.Busy }) is { } busy)
                    throw new InvalidOperationException($"{busy.Subject} could not be given to another now: {busy.Refusal!.ControlPoint}.");
            }
        }
    }

    private async IAsyncEnumerable<ImmutableArray<string>> Pages(PortfolioPart part, string person, [EnumeratorCancellation] CancellationToken gone = default)
    {
        for (string? after = null; ;)
        {
            gone.ThrowIfCancellationRequested();
            var page = await Page(part, person, after, Handover.BatchMax);
            if (!page.Ids.IsEmpty)
                yield return page.Ids;
            if ((after = page.NextAfter) is null)
                yield break;
        }
    }

    /// <summary>Every bucket's part of a list.</summary>
    protected Task<ListPartial[]> Ask(ListQuery query) =>
        Task.WhenAll(Enumerable.Range(0, ledger.Description.BucketCount).Select(bucket => grains.GetGrain<IProjectionGrain>(bucket).List(query)));

    private ISubject Subject(string kind, string id) => grains.GetGrain<ISubject>(GrainId.Create(kind, $"{kind}/{id}"));
}
