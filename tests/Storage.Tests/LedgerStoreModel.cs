using CsCheck;
using SalesGrid.Ledger;
using SalesGrid.Testing;

namespace SalesGrid.Storage.Tests;

/// <summary>Generated sequences of operations on one bucket, compared with a model of a few lines.</summary>
internal static class LedgerStoreModel
{
    private static readonly string[] Subjects = ["opportunity/1", "opportunity/2", "客户/3", "d"];

    private static readonly Gen<Operation> Operations = Gen.Frequency(
        (6, Gen.Select(Gen.Int[1, 4], Gen.Int[0, 300], (entries, bytes) => (Operation)new AppendNext(entries, bytes))),
        (3, Gen.Select(Gen.Int[-3, 3], Gen.Bool, (offset, otherHash) => (Operation)new AppendElsewhere(offset, otherHash))),
        (2, Gen.Int[1, 2].Select(age => (Operation)new AppendAsEarlier(age))),
        (2, Gen.Const((Operation)new Open())),
        (4, Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 1], Gen.Int[0, 17].Array[0, 4], Gen.Int[0, 12].Array[0, 4], Gen.Int[0, 20],
            (age, turn, pieces, seqs, checkpoint) => (Operation)new Write(age, turn, [.. pieces.Distinct()], seqs, checkpoint))),
        (2, Gen.Int[0, 15].Select(seq => (Operation)new ReadFrom(seq))),
        (1, Gen.Long[1, 30].Array[0, 5].Select(seqs => (Operation)new ReadEntries([.. seqs.Distinct().Order()]))),
        (1, Gen.Select(Gen.Int[0, 3], Gen.Int[1, 2], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[1, 4],
            (subject, kind, from, to, most) => (Operation)new ReadPieces(subject, (PieceKind)kind, from, to, most))),
        (1, Gen.Const((Operation)new Restart())));

    /// <summary>Runs sequences until one disagrees; CsCheck then shrinks it and prints the seed to replay it with.</summary>
    /// <param name="store">The store, with <see cref="LedgerDescription.MaxBucketCount"/> buckets.</param>
    /// <param name="reopen">Gives another store over the same medium.</param>
    /// <param name="runs">Number of sequences, at most the number of buckets less some for shrinking.</param>
    public static async Task Check(ILedgerStore store, Func<ILedgerStore, Task<ILedgerStore>> reopen, int runs)
    {
        var bucket = 100;
        await Operations.Array[1, 20].SampleAsync(
            async operations =>
            {
                var run = new Run(store, bucket = 100 + ((bucket - 99) % 900), reopen);
                await run.Begin();
                foreach (var operation in operations)
                    await run.Step(operation);
                store = run.Store;
            },
            iter: runs,
            threads: 1,
            print: operations => string.Join("; ", operations.Select(o => o.ToString())));
    }

    private abstract record Operation;

    private sealed record AppendNext(int Entries, int Bytes) : Operation;

    private sealed record AppendElsewhere(int Offset, bool OtherHash) : Operation;

    private sealed record AppendAsEarlier(int FenceAge) : Operation;

    private sealed record Open : Operation;

    /// <summary>A write in the next turn, the same again or an earlier one. A piece is told by a number: subject, number and kind follow from it; every third time it goes.</summary>
    private sealed record Write(int FenceAge, int TurnsOn, int[] Pieces, int[] Seqs, int Checkpoint) : Operation;

    private sealed record ReadFrom(int Seq) : Operation;

    private sealed record ReadEntries(long[] Seqs) : Operation;

    private sealed record ReadPieces(int Subject, PieceKind Kind, int From, int To, int Most) : Operation;

    private sealed record Restart : Operation;

    private sealed class Run(ILedgerStore store, int bucket, Func<ILedgerStore, Task<ILedgerStore>> reopen)
    {
        private readonly List<JournalRecord> journal = [];
        private readonly Dictionary<string, Head> heads = [];
        private readonly Dictionary<(string Subject, PieceKind Kind, long Number), HeadPiece> pieces = [];
        private readonly List<long> fences = [];
        private long checkpoint;
        private long turn;
        private int salt;

        public ILedgerStore Store { get; private set; } = store;

        private JournalTail Tail => journal.Count == 0 ? JournalTail.Empty : journal[^1].Tail;

        /// <summary>A bucket used by an earlier run is taken over as it is.</summary>
        public async Task Begin()
        {
            await foreach (var record in Store.ReadJournal(bucket, 1, default))
                journal.Add(record);
            await foreach (var head in Store.ReadHeads(bucket, default))
                heads.Add(head.Subject, head);
            foreach (var kind in Enum.GetValues<PieceKind>())
            {
                await foreach (var piece in Store.ReadPieces(bucket, kind, default))
                    pieces.Add((piece.Subject, piece.Kind, piece.Number), piece);
            }
            var opening = await Store.OpenBucket(bucket, default);
            fences.Add(opening.Fence);
            checkpoint = opening.CheckpointSeq;
        }

        public async Task Step(Operation operation)
        {
            switch (operation)
            {
                case AppendNext next:
                    var record = TestRecords.After(Tail, bucket, next.Entries, next.Bytes, ++salt);
                    Agree(AppendOutcome.Appended, await Store.Append(record, fences[^1], default));
                    journal.Add(record);
                    break;
                case AppendElsewhere(var offset, var otherHash) when offset != 0 || otherHash:
                    var hash = otherHash ? HashChain.Link(Tail.Hash.Span, [1]) : Tail.Hash;
                    var elsewhere = new JournalTail(Math.Max(0, Tail.LastSeq + offset), hash);
                    if (elsewhere != Tail)
                        Agree(AppendOutcome.Conflict, await Store.Append(TestRecords.After(elsewhere, bucket, salt: ++salt), fences[^1], default));
                    break;
                case AppendAsEarlier(var age):
                    Agree(AppendOutcome.Conflict, await Store.Append(TestRecords.After(Tail, bucket, salt: ++salt), Fence(age), default));
                    break;
                case Open:
                    var opening = await Store.OpenBucket(bucket, default);
                    Agree((Tail, checkpoint, true), (opening.Tail, opening.CheckpointSeq, opening.Fence > fences[^1]));
                    fences.Add(opening.Fence);
                    turn = 0;
                    break;
                case Write write:
                    await WriteHeads(write);
                    break;
                case ReadFrom(var seq):
                    Agree(
                        journal.Where(r => r.LastSeq >= seq).Select(r => r.Tail).ToList(),
                        (await LedgerStoreChecks.Read(Store, bucket, seq)).Select(r => r.Tail).ToList());
                    break;
                case ReadEntries(var seqs):
                    var read = new List<JournalTail>();
                    await foreach (var found in Store.ReadRecords(bucket, seqs, default))
                        read.Add(found.Tail);
                    Agree(journal.Where(r => seqs.Any(s => r.FirstSeq <= s && s <= r.LastSeq)).Select(r => r.Tail).ToList(), read);
                    break;
                case ReadPieces(var subject, var kind, var from, var to, var most):
                    PieceChecks.Same(
                        pieces.Values.Where(p => p.Subject == Subjects[subject] && p.Kind == kind && p.Number >= from && p.Number <= to).OrderBy(p => p.Number).Take(most),
                        await Store.ReadPieces(bucket, Subjects[subject], kind, from, to, most, default));
                    break;
                case Restart:
                    Store = await reopen(Store);
                    break;
            }

            await AgreeOnAll();
        }

        private async Task WriteHeads(Write write)
        {
            var fence = Fence(write.FenceAge);
            var wanted = write.Seqs.Select((seq, i) => TestRecords.Head(Subjects[i], seq, seq * 7)).ToArray();
            salt++;
            var left = write.Pieces.Select(n => TestRecords.Piece(Subjects[n % Subjects.Length], (PieceKind)(1 + (n % 2)), n / 2, (n + salt) % 3 == 0 ? 0 : 40, salt)).ToArray();
            var isWritten = fence == fences[^1] && write.TurnsOn >= 0;
            Agree(isWritten, await Store.WriteHeads(bucket, fence, turn + write.TurnsOn, left, wanted, write.Checkpoint, default));
            if (!isWritten)
                return;
            turn += write.TurnsOn;
            foreach (var piece in left)
            {
                if (piece.Data.IsEmpty)
                    pieces.Remove((piece.Subject, piece.Kind, piece.Number));
                else
                    pieces[(piece.Subject, piece.Kind, piece.Number)] = piece;
            }
            foreach (var head in wanted.Where(h => !heads.TryGetValue(h.Subject, out var present) || present.Seq <= h.Seq))
                heads[head.Subject] = head;
            checkpoint = Math.Max(checkpoint, write.Checkpoint);
        }

        private long Fence(int age) => age < fences.Count ? fences[^(age + 1)] : fences[0] - 1;

        private async Task AgreeOnAll()
        {
            Agree(Tail, await Store.ReadTail(bucket, default));
            Agree(checkpoint, await Store.ReadCheckpoint(bucket, default));
            var stored = await HeadChecks.Read(Store, bucket);
            Agree(heads.Count, stored.Count);
            foreach (var head in stored)
                HeadChecks.Same(heads[head.Subject], head);
            var found = new List<HeadPiece>();
            foreach (var kind in Enum.GetValues<PieceKind>())
            {
                await foreach (var piece in Store.ReadPieces(bucket, kind, default))
                    found.Add(piece);
            }
            PieceChecks.Same(InOrder(pieces.Values), InOrder(found));
        }

        private static IEnumerable<HeadPiece> InOrder(IEnumerable<HeadPiece> some) =>
            some.OrderBy(p => p.Kind).ThenBy(p => p.Subject, StringComparer.Ordinal).ThenBy(p => p.Number);

        private static void Agree<T>(T expected, T actual) => Xunit.Assert.Equal(expected, actual);
    }
}
