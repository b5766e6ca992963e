namespace SalesGrid.Domain.Tests;

/// <summary>
/// An object that grants reservations, as its grain and its ledger have it, with checkpoints and crashes in between. What a plain dictionary
/// would say lies beside it.
/// </summary>
/// <param name="forgetsRemovals">The broken variant: a store that keeps what was removed from it.</param>
internal sealed class ManyReservations(bool forgetsRemovals = false)
{
    public const string Subject = "claim/many";

    private static readonly DecisionContext ByGrid = new(1, World.Now, World.Today, "S-001", Duties.Grid);

    private readonly Dictionary<string, Reservation> plain = new(StringComparer.Ordinal);
    private readonly ReservationsBeside?[] beside = new ReservationsBeside?[2];
    private HeadPieces? pieces;
    private ReadOnlyMemory<byte>? head;
    private (List<(string Subject, LeftPiece Piece)> Left, byte[] Head, long UpTo)? writing;

    public List<LedgerEntry> Entries { get; } = [];

    /// <summary>What lies in the store beside the head.</summary>
    public List<HeadPiece> Stored { get; } = [];

    /// <summary>Entries up to here are in the head.</summary>
    public long Checkpoint { get; private set; }

    /// <summary>Questions to the ledger.</summary>
    public int Asked { get; private set; }

    public SubjectRecord<Claim> Record { get; private set; } = ClaimKind.Kind.Empty;

    public GrantedReservations Granted => Record.Granted ?? GrantedReservations.None;

    public IReadOnlyDictionary<string, Reservation> Plain => plain;

    /// <summary>What beside the head waits for the next checkpoint, or is in the store.</summary>
    public HeadPieces Pieces => pieces ??= new(new JournalInAList([], pieces: Stored), TestBucket.Number);

    public Task Take(ManyStep step)
    {
        switch (step)
        {
            case ManyStep.Checkpoint or ManyStep.PiecesAlone:
                Begin();
                End(step is ManyStep.Checkpoint);
                // The second dies when the pieces are written and the head is not.
                if (step is ManyStep.PiecesAlone)
                    goto case ManyStep.Crash;
                break;
            case ManyStep.BeginCheckpoint:
                Begin();
                break;
            case ManyStep.EndCheckpoint:
                End(withHead: true);
                break;
            case ManyStep.Crash:
                Recover();
                break;
            case ManyStep.Sleep:
                Array.Clear(beside);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
        return Task.CompletedTask;
    }

    /// <summary>Carries a command out, here and in the dictionary, and compares what came of it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="activation">Which of two activations of the object is given it: neither hears of what the other does.</param>
    public async Task Take(ReservationCommand command, int activation = 0)
    {
        var place = ReservationPlace.Of(ReservationRules.TokenIn(command)!);
        var own = beside[activation] ??= new((from, to, most) =>
        {
            Asked++;
            return Pieces.Reservations(Subject, from, to, most);
        });
        var named = Granted.Beside > 0 && Granted.At(place) is null ? await own.Find(Granted, place, command is TakeReservation) : null;
        var decision = ReservationRules.Decide(Subject, Granted, named, null, null, command, _ => null, ByGrid);
        Assert.Equal(TakePlainly(command), decision.Refusal is null);
        Assert.InRange(decision.Events.Length, 0, 1);
        if (decision.Events is not [var happened])
            return;

        var id = $"command-{Entries.Count}";
        var before = Record;
        Record = (SubjectRecord<Claim>)before.After(ClaimKind.Kind.Evolve(before.Body, happened, World.Now), 1)
            .Committed(new(CommandMark.HashOf(id), 7, before.Version + 1, 1, Entries.Count + 1));
        Entries.Add(new(TestBucket.Number, Entries.Count + 1, Subject, Record.Version, World.Now, "S-001", id, 7,
            happened.GetType().Name, 1, SubjectKind<Claim, ClaimEvent>.Write(happened)));
        Pieces.Changed(Subject, before.Commands, Record);
        own.Add(Granted);
    }

    /// <summary>Every reservation, wherever it lies.</summary>
    public async Task<List<Reservation>> All(int most = 7)
    {
        var all = Granted.Here.ToList();
        for (long? from = 0; from is not null;)
        {
            var range = await Pieces.Reservations(Subject, from.Value, long.MaxValue, most);
            all.AddRange(range.Reservations);
            from = range.Next;
        }
        return all;
    }

    /// <summary>What the grid would be asked for that has no receipt: the same reservations, sums and waiting ones.</summary>
    public async Task Agree()
    {
        Assert.Equal(Texts(plain.Values), Texts(await All()));
        Assert.Equal(plain.Count, Granted.Count);
        foreach (var account in plain.Values.Select(r => r.Account).Distinct())
        {
            var own = plain.Values.Where(r => r.Account == account).ToList();
            Assert.Equal(own.Count, Granted.CountOf(account));
            Assert.Equal(own.Sum(r => r.Amount?.MinorUnits ?? 0), Granted.SumOf(account));
        }
        Assert.Equal(plain.Values.Count(r => r.PendingUntil is not null), Granted.PendingCount);
        Assert.InRange(Granted.Here.Count(), 0, Granted.PendingCount + GrantedReservations.MaxKept);
    }

    /// <summary>Audits the store against the entries, as the grid does.</summary>
    public IReadOnlyList<string> Audit(IReadOnlyList<HeadPiece>? stored = null) =>
        Journal.Audit(new JournalInAList(Journal.Chain(Entries, 7), null, Checkpoint, stored ?? Stored)).Problems;

    private void Recover()
    {
        // Another silo: it has what is stored and nothing else.
        Array.Clear(beside);
        (pieces, writing) = (null, null);
        var record = head is { } bytes ? (SubjectRecord<Claim>)ClaimKind.Kind.Deserialize(bytes.Span) : ClaimKind.Kind.Empty;
        foreach (var entry in Entries.Where(e => e.Version > record.Version).ToList())
        {
            var folded = (SubjectRecord<Claim>)ClaimKind.Kind.Fold(record, entry);
            Pieces.Changed(Subject, record.Commands, folded);
            record = folded;
        }
        Assert.Equal(Texts(Granted.Here), Texts((record.Granted ?? GrantedReservations.None).Here));
        Assert.Equal((Granted.Count, Granted.Moves), (record.Granted?.Count ?? 0, record.Granted?.Moves ?? 0));
        Record = record;
    }

    /// <summary>What is to be written is taken; commands may come before it is.</summary>
    private void Begin()
    {
        if (writing is null)
            writing = (Pieces.All(), ClaimKind.Kind.Serialize(Record), Entries.Count);
    }

    private void End(bool withHead)
    {
        if (writing is not var (left, bytes, upTo))
            return;
        foreach (var piece in left)
            Store(piece.Piece.Write(piece.Subject));
        Pieces.Written(left);
        if (withHead)
            (head, Checkpoint) = (bytes, upTo);
        writing = null;
    }

    private void Store(HeadPiece piece)
    {
        if (piece.Data.IsEmpty && forgetsRemovals)
            return;
        Stored.RemoveAll(p => p.Kind == piece.Kind && p.Number == piece.Number);
        if (!piece.Data.IsEmpty)
            Stored.Add(piece);
    }

    /// <returns>Whether it is a success.</returns>
    private bool TakePlainly(ReservationCommand command)
    {
        var token = ReservationRules.TokenIn(command)!;
        var known = plain.GetValueOrDefault(token);
        switch (command)
        {
            case TakeReservation c when known is not null:
                return (known.Account, known.For, known.Amount) == (c.Account, c.For, c.Amount);
            case TakeReservation c:
                plain[token] = new(token, c.Account, c.For, c.Amount, World.Now + TakeReservation.PendingFor) { TakenOn = World.Today };
                return true;
            case ConfirmReservation when known is null:
                return false;
            case ConfirmReservation:
                plain[token] = known with { PendingUntil = null };
                return true;
            case ReleaseReservation when known is null:
                return true;
            case ReleaseReservation { Left: { MinorUnits: > 0 } left }:
                plain[token] = known with { Amount = left with { MinorUnits = Math.Min(left.MinorUnits, known.Amount!.Value.MinorUnits) } };
                return true;
            default:
                plain.Remove(token);
                return true;
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<Reservation> reservations) => reservations.Select(r => r.ToString()).Order(StringComparer.Ordinal);
}

/// <summary>What happens to the silos meanwhile.</summary>
internal enum ManyStep
{
    Checkpoint,
    PiecesAlone,
    BeginCheckpoint,
    EndCheckpoint,
    Crash,

    /// <summary>The object's grain leaves memory and comes back.</summary>
    Sleep,
}
