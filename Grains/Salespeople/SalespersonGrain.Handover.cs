using SalesGrid.Decisions;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

// What somebody has in hand goes to others: step by step, each recorded before and after, so that nothing is lost or done twice.
public sealed partial class SalespersonGrain
{
    /// <summary>Most batches moved in one go; the rest at the next wake-up.</summary>
    private const int BatchesMax = 200;

    /// <inheritdoc/>
    public async Task<Handover?> LastHandover() => (await Current()).State.Handover;

    /// <inheritdoc/>
    public async Task<HandoverPreview?> PreviewHandover(string? to, string? part, string? after, int limit)
    {
        if ((await Current()).State.Name is null)
            return null;
        limit = Math.Clamp(limit, 1, Projections.ListQuery.MaxLimit);
        var pages = await Task.WhenAll(portfolio.Parts.Where(p => part is null || p.Name == part).Select(p => portfolio.Page(p, Id, after, limit)));
        return new(Id, to, to is null ? null : SalespersonRules.CheckSuccessor(Id, to, await People.Find(new(GrainFactory, Record), to)), [.. pages]);
    }

    /// <inheritdoc/>
    public async Task<HandoverPreview?> PreviewShares(HandOverPortfolio plan, Envelope envelope, string? part, string? after, int limit)
    {
        if ((await Current()).State.Name is null)
            return null;
        limit = Math.Clamp(limit, 1, Projections.ListQuery.MaxLimit);
        var verdict = await Can(plan, envelope);
        var shares = new HandoverShares(plan.To, plan.Parts ?? []);
        var pages = await Task.WhenAll(portfolio.Parts.Where(p => part is null || p.Name == part).Select(p => portfolio.Page(p, Id, after, limit, shares)));
        return new(Id, plan.To, verdict.Refusal, [.. pages]);
    }

    /// <summary>What the rules of a handover must know of others.</summary>
    private async ValueTask<SalespersonContext> ContextOf(HandOverPortfolio command, Inputs inputs)
    {
        var named = await People.Find(inputs, command.To);
        if (command.Parts is not { IsDefaultOrEmpty: false } parts || SalespersonRules.CheckShape(command) is not null)
            return new() { Named = named };
        return new()
        {
            Named = named,
            Successors = await People.Find(inputs, parts.Select(p => p.To)),
            NotInHand = [.. await inputs.Value("notInHand", () => portfolio.NotInHand(Id, parts))],
        };
    }

    /// <summary>Sees to what somebody who was deactivated had in hand, and goes on with a handover.</summary>
    private async Task GoOnWithPortfolio(Func<Command, string, Task<Receipt>> send)
    {
        if (Record.State.LeavingSince is not null)
        {
            await portfolio.SeeToLeaver(Id, Record.Version);
            Done(await send(new CountPortfolio(), "left"));
        }
        for (var batch = 0; batch < BatchesMax && Record.State.Handover is { EndedAt: null } handover; batch++)
        {
            if (!handover.InHand.IsEmpty)
            {
                var (moved, notMoved) = await portfolio.Move(Id, handover);
                Done(await send(new NoteHandedOver(moved, notMoved), $"handed:{handover.Part}:{handover.After}"));
            }
            else if (await portfolio.Next(Id, handover) is { } next)
                Done(await send(new TakeInHand(next.Part, next.Ids, next.To), $"take:{next.Part}:{next.Ids[0]}"));
            else
                Done(await send(new EndHandover(await portfolio.Count(Id, Services.Calendar.Today)), "end"));
        }
    }

    private static void Done(Receipt receipt)
    {
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{receipt.Subject} could not record a step of a handover: {refusal.ControlPoint}.");
    }
}
