using SalesGrid.Subjects;

namespace SalesGrid.Customers;

// What follows a customer that was merged into another: step by step, each recorded before and after, so that nothing is lost or done twice.
public sealed partial class CustomerGrain
{
    /// <summary>Most batches moved in one go; the rest at the next wake-up.</summary>
    private const int BatchesMax = 200;

    /// <inheritdoc/>
    public async Task<MergePreview?> PreviewMerge(string? into, int limit)
    {
        var record = await Current();
        if (record.State.Profile is null)
            return null;
        limit = Math.Clamp(limit, 1, Projections.ListQuery.MaxLimit);
        var pages = await Task.WhenAll(business.Parts.Select(p => business.Page(p, Id, null, limit)));
        // By the rules themselves, as of whoever may.
        var refusal = into is null ? null : (await Can(new MergeCustomer(into, "-"), Envelope.ByGrid("preview") with { Duties = Duties.Grid | Duties.Manager })).Refusal;
        return new(refusal, record.State.File?.Contacts.Length ?? 0, [.. pages], record.State.File?.Merge);
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Customer> record, Func<Command, string, Task<Receipt>> send)
    {
        if (record.State.File?.Merge is not { Steps.EndedAt: null })
            return;
        // What is to follow may be waiting for this very customer.
        if (IsWithinTurn)
        {
            WakeSoon();
            return;
        }
        if (Record.State.File is { Merge: { Absorbed: false } merge } file)
        {
            Done(await Other(CustomerKind.Kind.SubjectOf(merge.Into)).Do(
                new AbsorbCustomer(Id, file.Contacts, merge.CreditCode, new(file.FollowUps, file.LastContactOn, file.Deals, file.Class)), Envelope.ByGrid($"merge:customer:{Id}", merge.Steps.By)));
            Done(await send(new NoteAbsorbed(), "absorbed"));
        }
        for (var batch = 0; batch < BatchesMax && Record.State.File?.Merge is { Steps: { EndedAt: null } steps }; batch++)
        {
            if (!steps.InHand.IsEmpty)
            {
                var (moved, notMoved) = await business.Move(Id, steps);
                Done(await send(new NoteMerged(moved, notMoved), $"merged:{steps.Part}:{steps.After}"));
            }
            else if (await business.Next(Id, steps) is { } next)
                Done(await send(new TakeToMerge(next.Part, next.Ids), $"take:{next.Part}:{next.Ids[0]}"));
            else
                Done(await send(new EndMerge(), "end"));
        }
    }

    private static void Done(Receipt receipt)
    {
        if (receipt.Refusal is { } refusal)
            throw new InvalidOperationException($"{receipt.Subject} could not take a step of a merge: {refusal.ControlPoint}.");
    }
}
