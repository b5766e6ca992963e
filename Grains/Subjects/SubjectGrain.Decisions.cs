using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SalesGrid.Controls;
using SalesGrid.Decisions;
using SalesGrid.Ledger;
using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

// What was decided, and on what; and the same decision once more, on the same.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    /// <summary>Most entries an object is folded from to be shown as it was.</summary>
    private const int PastEntriesMax = 10_000;

    /// <summary>The business day: of the moment that is asked for, where that is over.</summary>
    protected DateOnly Today => AsOf.Ambient?.Today ?? services.Calendar.Today;

    /// <inheritdoc/>
    public async Task<DecisionReceipt?> Decision(int version)
    {
        await ReloadIfAbsent();
        var record = Record;
        if (version < 1 || version > record.Version)
            return null;
        var mark = await MarkOf(record, version);
        var lines = await ledger.Lines([.. Enumerable.Range(0, mark.Events).Select(i => mark.FirstSeq + i)]);
        var first = lines[0].Entry;
        var known = new DecisionReceipt
        {
            Subject = Subject,
            Before = mark.Version - mark.Events,
            After = mark.Version,
            At = first.At,
            Actor = first.Actor,
            CommandId = first.CommandId,
            Fingerprint = lines[0].Fingerprint,
            Events = [.. lines.Select(l => new DecidedEvent(l.Entry.Type, l.Entry.Data))],
        };
        if (lines[0].Decision is not { } kept)
            return known with { Today = services.Calendar.DayOf(first.At) };
        var receipt = KeptDecision.Read(kept).Of(known);
        return receipt with { Points = DecidedPoints.Of(receipt.Command!, null, [.. lines.Select(l => l.Entry), .. await Granting(lines)]) };
    }

    /// <inheritdoc/>
    public async Task<Recomputed> Recompute(DecisionReceipt receipt)
    {
        var rules = RulesVersion.Current;
        if (!receipt.Kept)
            return new(RecomputeOutcome.Cannot, null, rules, new("此决定早于回执功能,未留存依据。", "It was decided before receipts were kept."));
        try
        {
            if (receipt.Content is null)
                throw new PastNotKeptException("命令内容过长,未留存。", "The command was too long to be kept.");
            if (receipt.MoreInputs)
                throw new PastNotKeptException("读取的对象过多,未全部留存。", "More objects were read than are noted.");
            var command = CommandTypes.Read(receipt.Command!, receipt.Content, typeof(TCommand));
            // The fingerprint is that of the command as it was carried out: what is read here must be nothing else.
            if (turn.FingerprintOf(command) != receipt.Fingerprint)
                throw new PastNotKeptException("留存的命令与其指纹不符,或此版本的程序对它的理解不同。", "The command that was kept does not have the fingerprint of the one that was carried out, or this version of the program reads it otherwise.");
            var then = new AsOf(receipt.At, receipt.Today, [.. receipt.Inputs.Where(i => i.Subject != Subject), new(Subject, receipt.Before)]);
            var (refusal, events) = await then.Ask(() => DecideAgain(receipt, command, new(then, receipt.Values)));
            var same = receipt.RefusedBy is not null
                ? refusal?.ControlPoint == receipt.RefusedBy
                : refusal is null && events.SequenceEqual(receipt.Events);
            if (!same && CommandTypes.HoldsSecret(command.GetType()))
                throw new PastNotKeptException("命令中的密文不留存,无法以同样的内容重新判定。", "The command held a secret, which is not kept: it cannot be decided on the same again.");
            return new(same ? RecomputeOutcome.Same : RecomputeOutcome.Differs, receipt.Rules, rules, null, refusal?.ControlPoint, events);
        }
        catch (PastNotKeptException e)
        {
            return new(RecomputeOutcome.Cannot, receipt.Rules, rules, e.Why ?? new(e.Message, e.Message));
        }
    }

    private async Task<(Refusal? Refusal, ImmutableArray<DecidedEvent> Events)> DecideAgain(DecisionReceipt receipt, Command command, PastInputs past)
    {
        var envelope = new Envelope(receipt.CommandId, receipt.Actor, Duties: receipt.Duties) { Units = receipt.Units, ByMachine = receipt.ByMachine };
        if (otherSpelling is { } written)
            return (ControlPoints.IdMustBeWrittenAsItIs.Refuse(Id, SubjectKinds.IdOf(written)), []);
        var current = await Past(receipt.Before);
        var inputs = new Inputs(GrainFactory, current, past);
        // Which ids were used before is told from the marks of today: none is ever taken back.
        var known = await Known(Record, command, envelope) is { } mark && mark.Version <= receipt.Before ? mark : (CommandMark?)null;
        var answer = await Consider(current, command, envelope, receipt.At, receipt.Today, inputs, known, receipt.Fingerprint, []);
        if (answer.Refusal is { } refusal)
            return (refusal, []);
        var (events, _, wanted, notNow) = Plan(current, command, answer.Events, receipt.At);
        if (notNow is not null)
            return (notNow, []);
        // Allowed, others granted what was wanted, which is theirs to account for. Refused, those are asked again who were noted when they did not grant it.
        if (receipt.RefusedBy is not null && !wanted.IsDefaultOrEmpty
            && Refusal.All(await WouldGrant(wanted.Where(w => past.AsOf.Find(w.Reservation.Provider) is not null), envelope, inputs)) is { } notGranted)
            return (notGranted, []);
        return (null, [.. events.Select(e => new DecidedEvent(e.GetType().Name, Encoding.UTF8.GetString(SubjectKind<TState, TEvent>.Write(e))))]);
    }

    /// <summary>The object as it was at a version, folded from its entries.</summary>
    private async Task<SubjectRecord<TState>> Past(int version)
    {
        await ReloadIfAbsent();
        if (version > PastEntriesMax)
            throw new PastNotKeptException($"{Subject} 的记录超过 {PastEntriesMax} 条,不再重演。", $"{Subject} had more than {PastEntriesMax} entries then, which are not folded again.");
        var record = kind.Empty;
        while (record.Version < version)
        {
            var page = await Trail(record.Version, Math.Min(PageMax, version - record.Version));
            if (page.IsEmpty)
                throw new PastNotKeptException($"{Subject} 没有版本 {version}。", $"{Subject} never was at version {version}.");
            foreach (var e in page)
            {
                var body = kind.Evolve(record.Body, kind.Read(e.Type, Encoding.UTF8.GetBytes(e.Data)), e.At);
                record = record.After(body, 1) with { Seq = e.Seq };
            }
        }
        return record;
    }

    /// <summary>The mark of the command that a version came of.</summary>
    private async ValueTask<CommandMark> MarkOf(SubjectRecord<TState> record, int version)
    {
        IEnumerable<CommandMark> marks = version > record.Commands.AfterVersion ? record.Commands : await ledger.Marks(Subject, version - 1, 1);
        foreach (var mark in marks)
        {
            if (mark.Version >= version && mark.Version - mark.Events < version)
                return mark;
        }
        throw new InvalidDataException($"The history index of {Subject} lacks version {version}.");
    }

    /// <summary>Where overrides were used that let a command pass: the entries they were granted in, to tell by whom. None for nearly every command.</summary>
    private async ValueTask<IEnumerable<HistoryEntry>> Granting(ImmutableArray<LedgerLine> lines)
    {
        var used = DecidedPoints.Used(lines.Select(l => l.Entry));
        if (used.IsEmpty)
            return [];
        var found = new List<HistoryEntry>();
        for (var after = 0; after < lines[0].Entry.Version - 1 && after < PastEntriesMax;)
        {
            var page = await Trail(after, PageMax);
            if (page.IsEmpty)
                break;
            found.AddRange(page.Where(e => e.Type == nameof(ControlOverridden)));
            after = page[^1].Version;
        }
        return found;
    }

    /// <summary>Which policy warnings are looked for by.</summary>
    private async ValueTask<Warnings.WarningPolicy> PolicyFor(Inputs inputs)
    {
        var policy = services.Warnings.Current;
        var version = await inputs.Value("warningPolicy", () => Task.FromResult(policy.Version));
        return version == policy.Version ? policy
            : version == 0 ? Warnings.ShippedWarnings.Policy
            : throw new PastNotKeptException($"当时的预警规则(第 {version} 版)已被取代。", $"The warning policy of then, number {version.ToString(CultureInfo.InvariantCulture)}, has been replaced.");
    }
}
