using SalesGrid.Controls;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Subjects;

namespace SalesGrid.Decisions;

/// <inheritdoc cref="IRefusal"/>
/// <remarks>A refusal is one event and never changes: it is read where it lies, and nothing of it stays in memory.</remarks>
[GrainType("refusal"), BucketPlacement]
public sealed class RefusalGrain(GridLedger journal) : Grain, IRefusal
{
    /// <inheritdoc/>
    public async Task<DecisionReceipt?> Decision()
    {
        DeactivateOnIdle();
        var subject = this.GetPrimaryKeyString();
        var ledger = GrainFactory.GetGrain<ILedgerGrain>(journal.BucketOf(subject));
        if (await ledger.Load(subject) is not { } stored || stored.Subject != subject)
            return null;
        var line = (await ledger.Lines([stored.Record.Seq]))[0];
        var refused = (CommandRefused)RefusedCommandKind.Kind.Read(line.Entry.Type, System.Text.Encoding.UTF8.GetBytes(line.Entry.Data));
        var kept = refused.Decision is { } decision ? KeptDecision.Read(decision.GetRawText()) : null;
        var known = new DecisionReceipt
        {
            Subject = refused.Subject,
            Before = kept?.Version ?? 0,
            After = kept?.Version ?? 0,
            At = refused.At,
            Today = DateOnly.FromDateTime(refused.At.UtcDateTime),
            Actor = refused.Actor,
            CommandId = refused.CommandId,
            Fingerprint = line.Fingerprint,
            RefusedBy = refused.ControlPoint,
            Missing = [.. refused.Missing ?? []],
        };
        return kept is null ? known : kept.Of(known) with
        {
            Points = DecidedPoints.Of(kept.Do, [refused.ControlPoint, .. known.Missing.Select(m => m.ControlPoint)], []),
        };
    }
}
