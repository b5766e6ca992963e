using SalesGrid.Ledger;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests;

/// <summary>What every store must hold about pieces beside heads and about entries read one by one; see <see cref="LedgerStoreChecks"/>.</summary>
internal static class PieceChecks
{
    private static readonly PieceKind[] Kinds = Enum.GetValues<PieceKind>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task PiecesComeBackByNumber(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        // Numbers whose texts sort otherwise than they do, and more pieces than a transaction takes.
        long[] numbers = [0, 2, 9, 10, 11, 99, 100, 1_000, int.MaxValue, 1L << 40, long.MaxValue, .. Enumerable.Range(1, 240).Select(i => 2_000L + (i * 32))];
        var pieces = Kinds.SelectMany(kind => Of(kind).Select(number => TestRecords.Piece("opportunity/1", kind, number, salt: (int)kind))).ToArray();
        new Random(417).Shuffle(pieces);
        Assert.True(await store.WriteHeads(bucket, fence, pieces, [TestRecords.Head("opportunity/1", 3)], 3, Cancel));
        Array.Sort(numbers);
        foreach (var kind in Kinds)
        {
            foreach (var (from, to, most) in ((long, long, int)[])
                [(0, long.MaxValue, 1_000), (0, long.MaxValue, 1), (0, 99, 3), (1, 10, 9), (3, 8, 9), (9, 9, 1), (9, 9, 5), (12, 12, 1), (10, 5_000, 120), (2_033, 9_000, 2), (1L << 40, long.MaxValue, 9), (long.MaxValue, long.MaxValue, 2), (9, 2, 9)])
            {
                var found = await store.ReadPieces(bucket, "opportunity/1", kind, from, to, most, Cancel);
                Same(Of(kind).Where(n => n >= from && n <= to).Take(most).Select(n => TestRecords.Piece("opportunity/1", kind, n, salt: (int)kind)), found);
            }
            Assert.Empty(await store.ReadPieces(bucket, "opportunity/2", kind, 0, long.MaxValue, 9, Cancel));
            Assert.Empty(await store.ReadPieces(bucket + 1, "opportunity/1", kind, 0, long.MaxValue, 9, Cancel));
            Same(Of(kind).Select(n => TestRecords.Piece("opportunity/1", kind, n, salt: (int)kind)), (await All(store, bucket, kind)).OrderBy(p => p.Number));
        }
        // They are no heads.
        HeadChecks.Same(TestRecords.Head("opportunity/1", 3), Assert.Single(await HeadChecks.Read(store, bucket)));

        IEnumerable<long> Of(PieceKind kind) => numbers.Where(n => n <= LedgerLimits.NumberMax(kind));
    }

    public static async Task PiecesOfSubjectsStayApart(ILedgerStore store, int bucket)
    {
        string[] subjects =
        [
            "a", "B", "a!", "a!2", "a!v", "a!v0000000000000005", "!pa", "!p1a", "p", "!p", "!q", "q", "pa!v0000000000000001", "a/b", "a b", "客户/华东", "😀", "~",
            new string('/', LedgerLimits.SubjectLengthMax), new string('客', LedgerLimits.SubjectLengthMax),
        ];
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var pieces = subjects.SelectMany((subject, i) => Kinds.SelectMany(kind =>
            (HeadPiece[])[TestRecords.Piece(subject, kind, i + 1, salt: (int)kind), TestRecords.Piece(subject, kind, i + 40, salt: (int)kind)])).ToArray();
        var heads = subjects.Select((subject, i) => TestRecords.Head(subject, i + 1)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, pieces, heads, 9, Cancel));
        for (var i = 0; i < subjects.Length; i++)
        {
            foreach (var kind in Kinds)
            {
                var own = pieces.Where(p => p.Subject == subjects[i] && p.Kind == kind).ToList();
                Same(own, await store.ReadPieces(bucket, subjects[i], kind, 0, long.MaxValue, 9, Cancel));
                Same(own[1..], await store.ReadPieces(bucket, subjects[i], kind, i + 2, long.MaxValue, 9, Cancel));
            }
            HeadChecks.Same(heads[i], await store.ReadHead(bucket, subjects[i], Cancel));
        }
        Assert.Equal(subjects.Length, (await HeadChecks.Read(store, bucket)).Count);
        foreach (var kind in Kinds)
            Assert.Equal(2 * subjects.Length, (await All(store, bucket, kind)).Count);
    }

    public static async Task PiecesOfEverySizeAreHeld(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var pieces = ((int[])[1, 600, 1_023, 4_096, LedgerLimits.PieceBytesMax]).Select((bytes, i) => TestRecords.Block("a", i + 1, bytes)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, pieces, [], 1, Cancel));
        Same(pieces, await History(store, bucket, "a", 0, 9));
        foreach (var bad in (HeadPiece[])
            [TestRecords.Block("a", 9, LedgerLimits.PieceBytesMax + 1), TestRecords.Block("", 9), pieces[0] with { Number = -1 }, pieces[0] with { Number = int.MaxValue + 1L }, pieces[0] with { Kind = 0 }])
            await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [bad], [], 2, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteHeads(bucket, fence, [pieces[0], pieces[0]], [], 2, Cancel));
        Assert.Equal(1, await store.ReadCheckpoint(bucket, Cancel));
    }

    /// <summary>A piece is what was written last, and gone where that was nothing; whether it ever was there or not.</summary>
    public static async Task PiecesAreReplacedAndRemoved(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        var there = Enumerable.Range(0, 250).Select(i => Reservation(i)).ToArray();
        Assert.True(await store.WriteHeads(bucket, fence, there, [], 1, Cancel));
        // Every third becomes another, every third goes, and as many go that never came.
        var changes = there.Where(p => p.Number % 3 == 1).Select(p => Reservation(p.Number, bytes: 300, salt: 1))
            .Concat(there.Where(p => p.Number % 3 == 2).Select(p => p with { Data = default }))
            .Concat(Enumerable.Range(1_000, 90).Select(i => Reservation(i, bytes: 0)))
            .ToArray();
        new Random(417).Shuffle(changes);
        Assert.True(await store.WriteHeads(bucket, fence, changes, [TestRecords.Head("a", 2)], 2, Cancel));
        HeadPiece[] expected = [.. there.Where(p => p.Number % 3 != 2).Select(p => p.Number % 3 == 0 ? p : Reservation(p.Number, bytes: 300, salt: 1))];
        Same(expected, await store.ReadPieces(bucket, "a", PieceKind.Reservation, 0, long.MaxValue, 999, Cancel));
        Same(expected, (await All(store, bucket, PieceKind.Reservation)).OrderBy(p => p.Number));
        Assert.Empty(await store.ReadPieces(bucket, "a", PieceKind.Reservation, 2, 2, 1, Cancel));
        // Removed once more, and back again.
        Assert.True(await store.WriteHeads(bucket, fence, [Reservation(2, bytes: 0)], [], 3, Cancel));
        Assert.True(await store.WriteHeads(bucket, fence, [Reservation(2, salt: 2)], [], 4, Cancel));
        Same([Reservation(2, salt: 2)], await store.ReadPieces(bucket, "a", PieceKind.Reservation, 2, 2, 1, Cancel));
    }

    public static async Task OldFenceWritesNoPiece(ILedgerStore store, int bucket)
    {
        var old = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 32)], [], 1, Cancel));
        var current = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 64), TestRecords.Block("b", 32)], [TestRecords.Head("a", 9)], 9, Cancel));
        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 64)], [], 9, Cancel));
        Assert.False(await store.WriteHeads(bucket, old, [TestRecords.Block("a", 32, bytes: 0)], [], 9, Cancel));
        Same([TestRecords.Block("a", 32)], await All(store, bucket, PieceKind.History));
        Assert.Null(await store.ReadHead(bucket, "a", Cancel));
        Assert.Equal(1, await store.ReadCheckpoint(bucket, Cancel));
        // A piece that comes again, as after a crash before the checkpoint moved, is there once.
        Assert.True(await store.WriteHeads(bucket, current, [TestRecords.Block("a", 32), TestRecords.Block("a", 64)], [], 9, Cancel));
        Same([TestRecords.Block("a", 32), TestRecords.Block("a", 64)], await History(store, bucket, "a", 0, 9));
    }

    /// <summary>A write that lands after a later one of the same writer writes nothing: what is gone stays gone.</summary>
    public static async Task EarlierTurnWritesNothing(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, fence, 7, [Reservation(1), Reservation(2)], [TestRecords.Head("a", 3)], 3, Cancel));
        Assert.True(await store.WriteHeads(bucket, fence, 9, [Reservation(1, bytes: 0), Reservation(2, salt: 1)], [], 4, Cancel));
        Assert.False(await store.WriteHeads(bucket, fence, 8, [Reservation(1), Reservation(2), Reservation(3)], [TestRecords.Head("a", 5)], 5, Cancel));
        Assert.False(await store.WriteHeads(bucket, fence, 7, [], [TestRecords.Head("b", 5)], 5, Cancel));
        Same([Reservation(2, salt: 1)], await All(store, bucket, PieceKind.Reservation));
        HeadChecks.Same(TestRecords.Head("a", 3), Assert.Single(await HeadChecks.Read(store, bucket)));
        Assert.Equal(4, await store.ReadCheckpoint(bucket, Cancel));
        // Delivered twice it is the same turn, and turns begin anew with each writer.
        Assert.True(await store.WriteHeads(bucket, fence, 9, [Reservation(1, bytes: 0), Reservation(2, salt: 1)], [], 4, Cancel));
        var next = (await store.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await store.WriteHeads(bucket, next, 1, [Reservation(4)], [], 6, Cancel));
        Same([Reservation(2, salt: 1), Reservation(4)], await store.ReadPieces(bucket, "a", PieceKind.Reservation, 0, 9, 9, Cancel));
    }

    /// <summary>A reader that sees a head of the write sees every piece of it: a head no longer holds what is in them.</summary>
    public static async Task PiecesLandBeforeHeads(ILedgerStore store, int bucket)
    {
        var fence = (await store.OpenBucket(bucket, Cancel)).Fence;
        for (var round = 1; round <= 3; round++)
        {
            var pieces = Enumerable.Range(0, 300).Select(i => TestRecords.Piece($"s/{i}", Kinds[i % Kinds.Length], round * 32)).ToArray();
            var heads = Enumerable.Range(0, 300).Select(i => TestRecords.Head($"s/{i}", (round * 1000L) + i)).ToArray();
            var writing = store.WriteHeads(bucket, fence, pieces, heads, (round * 1000L) + 300, Cancel);
            while (!(await HeadChecks.Read(store, bucket)).Any(head => head.Seq >= round * 1000L))
                Assert.False(writing.IsCompleted && !(await HeadChecks.Read(store, bucket)).Any(head => head.Seq >= round * 1000L), "Written, but no head is there.");
            var found = 0;
            foreach (var kind in Kinds)
                found += (await All(store, bucket, kind)).Count(p => p.Number == round * 32);
            Assert.Equal(300, found);
            Assert.True(await writing);
        }
    }

    public static async Task EntriesAreReadFromTheRecordsThatHoldThem(ILedgerStore store, int bucket)
    {
        var written = await LedgerStoreChecks.Fill(store, bucket, [.. Enumerable.Range(0, 40).Select(i => 1 + (i % 4))]);
        var last = written[^1].LastSeq;
        foreach (var seqs in (long[][])[[], [1], [last], [1, last], [2, 3, 4, 5], [.. Enumerable.Range(1, (int)last).Select(i => (long)i)], [5, 50, 51, 99], [7, last + 1, last + 2], [last + 1]])
        {
            var found = new List<JournalRecord>();
            await foreach (var record in store.ReadRecords(bucket, seqs, Cancel))
                found.Add(record);
            LedgerStoreChecks.Same(written.Where(r => seqs.Any(s => r.FirstSeq <= s && s <= r.LastSeq)), found);
        }
    }

    /// <summary>A write of which nobody knows what became of it is written again, and all is as if it had been written once.</summary>
    public static async Task UnknownWritesAreWrittenAgain(ILedgerStore store, int bucket, Fault fault)
    {
        var line = new FaultyLedgerStore(store, FaultPlans.Script(LedgerCall.WriteHeads, Fault.None, fault));
        var fence = (await line.OpenBucket(bucket, Cancel)).Fence;
        Assert.True(await line.WriteHeads(bucket, fence, [Reservation(1), Reservation(2)], [], 60, Cancel));
        await Assert.ThrowsAsync<IOException>(() => line.WriteHeads(
            bucket, fence, [TestRecords.Block("a", 32), Reservation(1, salt: 1), Reservation(3)], [TestRecords.Head("a", 70)], 70, Cancel));
        Assert.True(await line.WriteHeads(
            bucket, fence, [TestRecords.Block("a", 32), TestRecords.Block("a", 64), Reservation(1, bytes: 0), Reservation(3, salt: 2)], [TestRecords.Head("a", 99)], 99, Cancel));
        await line.Release();
        Same([TestRecords.Block("a", 32), TestRecords.Block("a", 64)], await History(store, bucket, "a", 0, 9));
        Same([Reservation(2), Reservation(3, salt: 2)], await store.ReadPieces(bucket, "a", PieceKind.Reservation, 0, long.MaxValue, 9, Cancel));
        HeadChecks.Same(TestRecords.Head("a", 99), await store.ReadHead(bucket, "a", Cancel));
        Assert.Equal(99, await store.ReadCheckpoint(bucket, Cancel));
    }

    /// <summary>The blocks of a subject that end after a version.</summary>
    public static Task<IReadOnlyList<HeadPiece>> History(ILedgerStore store, int bucket, string subject, int afterVersion, int most) =>
        store.ReadPieces(bucket, subject, PieceKind.History, afterVersion + 1L, int.MaxValue, most, Cancel);

    public static async Task<List<HeadPiece>> All(ILedgerStore store, int bucket, PieceKind kind)
    {
        var read = new List<HeadPiece>();
        await foreach (var piece in store.ReadPieces(bucket, kind, Cancel))
            read.Add(piece);
        return read;
    }

    public static void Same(IEnumerable<HeadPiece> expected, IEnumerable<HeadPiece> actual) => Assert.Equal(expected, actual, TestRecords.Same);

    private static HeadPiece Reservation(long number, int bytes = 100, int salt = 0) => TestRecords.Piece("a", PieceKind.Reservation, number, bytes, salt);
}
