using System.Globalization;
using SalesGrid.Ledger;
using SalesGrid.Storage.Sqlite;
using SalesGrid.Testing;

namespace SalesGrid.Storage.Tests.Sqlite;

/// <summary>A child process that appends to four buckets for ever, writes a head and pieces beside it now and then, and reports what was acknowledged.</summary>
internal static class AppendUntilKilled
{
    public const string Argument = "append-until-killed";
    public const int Buckets = 4;

    /// <summary>The subject of the head.</summary>
    public const string Subject = "customer/C";

    /// <summary>More than one transaction takes.</summary>
    public const int Pieces = 700;

    /// <summary>Appends between two writes of the head.</summary>
    private const int AppendsBetween = 40;

    /// <summary>A piece as the head of a sequence has it; without data where it has none.</summary>
    public static HeadPiece PieceAt(long headSeq, long number) =>
        TestRecords.Piece(Subject, PieceKind.Reservation, number, (headSeq + number) % 5 == 0 ? 0 : 100, (int)(headSeq % 1_000));

    /// <summary>The sequence of the head written after one, in the journal this process writes.</summary>
    public static long HeadAfter(long headSeq) => headSeq + (2 * AppendsBetween);

    /// <summary>Writes a line <c>bucket lastSeq</c> for every acknowledged append, <c>bucket headSeq head</c> for every acknowledged head.</summary>
    public static async Task<int> Run(string folder)
    {
        await using var store = SqliteLedgerStore.Open(new() { Folder = folder });
        await store.Initialize(new("abcd", Buckets, DateTimeOffset.UnixEpoch), default);

        // The parent closes our input when it dies; a child must not outlive it.
        _ = Task.Run(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(3);
        });
        await Task.WhenAll(Enumerable.Range(0, Buckets).Select(bucket => Append(store, bucket)));
        return 0;
    }

    private static async Task Append(SqliteLedgerStore store, int bucket)
    {
        var (fence, tail, headSeq, _) = await store.OpenBucket(bucket, default);
        for (var turn = 1L; ;)
        {
            var record = TestRecords.After(tail, bucket, 2, 2000);
            if (await store.Append(record, fence, default) != AppendOutcome.Appended)
                throw new InvalidOperationException("A journal with one writer conflicted.");
            tail = record.Tail;
            Say($"{bucket} {tail.LastSeq}");
            if (tail.LastSeq < HeadAfter(headSeq))
                continue;
            headSeq = HeadAfter(headSeq);
            var pieces = Enumerable.Range(0, Pieces).Select(number => PieceAt(headSeq, number)).ToArray();
            if (!await store.WriteHeads(bucket, fence, turn++, pieces, [TestRecords.Head(Subject, headSeq)], headSeq, default))
                throw new InvalidOperationException("A bucket with one writer was taken over.");
            Say($"{bucket} {headSeq} head");
        }
    }

    private static void Say(FormattableString what)
    {
        var line = what.ToString(CultureInfo.InvariantCulture);
        lock (Console.Out)
            Console.Out.WriteLine(line);
    }
}
