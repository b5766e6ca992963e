using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>
/// The heads of a ledger and the pieces beside them in a table: a partition for each bucket, in it a row for each subject, one for each
/// piece, and one for the bucket.
/// </summary>
/// <remarks>
/// Heads are written in ascending order of their sequences, so that a write which stopped half way leaves
/// <see cref="BucketRow.HeadSeqMax"/> true. Only a head below it has to be compared with the one in the table, and that
/// comparison holds because the bucket's row is a condition of the write.
/// </remarks>
internal sealed class AzureHeads(AzureClients clients)
{
    /// <summary>Azure Tables take 100 rows a transaction; one is the bucket's.</summary>
    private const int RowsPerTransactionMax = 99;

    /// <summary>Azure Tables take 4 MiB a transaction; the estimate of a row is rough.</summary>
    private const long TransactionBytesMax = 3_500_000;

    private const int RowsPerPageMax = 200;

    /// <summary>Rows looked at at the same time before a transaction.</summary>
    private const int ReadsAtOnce = 8;

    /// <summary>As many as Azure Tables hand out at once: rows of pieces are small.</summary>
    private const int PiecesPerPageMax = 1_000;

    // A takeover races with the slices of the writer it takes over from; each attempt wins about every other time.
    private const int AttemptsMax = 50;

    private readonly ConcurrentDictionary<int, BucketRow> rows = [];
    private readonly ConcurrentDictionary<int, SemaphoreSlim> places = [];

    public async Task<(long Fence, long CheckpointSeq, bool FormerMayAnswer)> Open(int bucket)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var found = await ReadRow(bucket);
            var opened = found is null ? new BucketRow(1, 0, 0, 0, false, default) : found with { Fence = found.Fence + 1, Turn = 0, Released = false };
            TableTransactionAction action = found is null
                ? new(TableTransactionActionType.Add, opened.Encode(bucket))
                : new(TableTransactionActionType.UpdateReplace, opened.Encode(bucket), found.Tag);
            if (await Submit([action]) is not { } tag)
                continue;
            rows[bucket] = opened with { Tag = tag };
            return (opened.Fence, opened.CheckpointSeq, found is { Released: false });
        }

        throw new IOException($"Other writers kept opening bucket {bucket}.");
    }

    public async Task<bool> Write(int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq)
    {
        // One write of a bucket's heads at a time: two would only refuse each other.
        var place = places.GetOrAdd(bucket, _ => new SemaphoreSlim(1));
        await place.WaitAsync();
        try
        {
            return await WritePieces(bucket, fence, turn, pieces) && await WriteHeads(bucket, fence, turn, [.. heads.OrderBy(head => head.Seq)], checkpointSeq);
        }
        catch
        {
            rows.TryRemove(bucket, out _);
            throw;
        }
        finally
        {
            place.Release();
        }
    }

    /// <summary>The newest fence of a bucket, read afresh; 0 where nobody has opened it.</summary>
    public async Task<long> ReadFence(int bucket) => (await ReadRow(bucket))?.Fence ?? 0;

    /// <returns>False when another has opened the bucket since.</returns>
    public async Task<bool> Release(int bucket, long fence)
    {
        rows.TryRemove(bucket, out _);
        for (var attempt = 0; attempt < AttemptsMax && await ReadRow(bucket) is { } row && row.Fence == fence; attempt++)
        {
            if (row.Released || await Submit([new(TableTransactionActionType.UpdateReplace, (row with { Released = true }).Encode(bucket), row.Tag)]) is not null)
                return true;
        }
        return false;
    }

    public async Task<long> ReadCheckpoint(int bucket) => (await ReadRow(bucket))?.CheckpointSeq ?? 0;

    public async IAsyncEnumerable<Head> Read(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Two ranges, each read as one: the rows of pieces lie between them.
        foreach (var range in (string[])[TableClient.CreateQueryFilter($"RowKey lt {PieceRow.FirstKey}"), TableClient.CreateQueryFilter($"RowKey ge {PieceRow.EndKey}")])
        {
            await foreach (var row in Query(bucket, range, RowsPerPageMax, cancellationToken))
            {
                if (row.RowKey != BucketRow.Key)
                    yield return HeadRow.Decode(row);
            }
        }
    }

    public async Task<IReadOnlyList<HeadPiece>> ReadPieces(int bucket, string subject, PieceKind kind, long from, long to, int most)
    {
        if (from > Math.Min(to, LedgerLimits.NumberMax(kind)))
            return [];
        var key = PieceRow.Key(subject, kind, from);
        if (from == to)
            return await ReadRow(bucket, key) is { } one ? [PieceRow.Decode(one)] : [];
        var found = new List<HeadPiece>();
        var range = TableClient.CreateQueryFilter($"RowKey ge {key} and RowKey le {PieceRow.Key(subject, kind, to)}");
        await foreach (var row in Query(bucket, range, Math.Min(most, PiecesPerPageMax), CancellationToken.None))
        {
            found.Add(PieceRow.Decode(row));
            if (found.Count == most)
                break;
        }

        return found;
    }

    public async IAsyncEnumerable<HeadPiece> ReadPieces(int bucket, PieceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = TableClient.CreateQueryFilter($"RowKey ge {PieceRow.FirstKeyOf(kind)} and RowKey lt {PieceRow.EndKeyOf(kind)}");
        await foreach (var row in Query(bucket, range, PiecesPerPageMax, cancellationToken))
            yield return PieceRow.Decode(row);
    }

    public async Task<Head?> Read(int bucket, string subject) => await ReadRow(bucket, HeadRow.Key(subject)) is { } row ? HeadRow.Decode(row) : null;

    /// <summary>Writes pieces. They change nothing of the bucket's row but the turn, but it is a condition all the same: an earlier writer writes nothing.</summary>
    private async Task<bool> WritePieces(int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces)
    {
        if (pieces.Count == 0)
            return true;
        return await WriteSlices(bucket, fence, turn, pieces.Count, start => SliceEnd(pieces, start, PieceRow.RequestBytes), async (row, start, end) =>
        {
            var slice = pieces.Skip(start).Take(end - start).ToList();
            var gone = await GoneAlready(bucket, slice);
            return (row, slice.Where(piece => !gone.Contains(piece)).Select(piece => piece.Data.IsEmpty
                ? new TableTransactionAction(TableTransactionActionType.Delete, PieceRow.Encode(bucket, piece), ETag.All)
                : new(TableTransactionActionType.UpsertReplace, PieceRow.Encode(bucket, piece))));
        });
    }

    private Task<bool> WriteHeads(int bucket, long fence, long turn, Head[] heads, long checkpointSeq) =>
        WriteSlices(bucket, fence, turn, heads.Length, start => SliceEnd(heads, start, HeadRow.RequestBytes), async (row, start, end) =>
        {
            var slice = heads[start..end];
            var written = row with
            {
                HeadSeqMax = slice.Length == 0 ? row.HeadSeqMax : Math.Max(row.HeadSeqMax, slice[^1].Seq),
                CheckpointSeq = end == heads.Length ? Math.Max(row.CheckpointSeq, checkpointSeq) : row.CheckpointSeq,
            };
            return (written, (await WithoutOlder(bucket, slice, row.HeadSeqMax))
                .Select(head => new TableTransactionAction(TableTransactionActionType.UpsertReplace, HeadRow.Encode(bucket, head))));
        });

    /// <summary>Writes rows slice by slice, each on the condition that the bucket's row is unchanged and has this fence.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="fence">The fence.</param>
    /// <param name="turn">The turn: no later one may have begun.</param>
    /// <param name="count">Number of things to write. Where there are none the bucket's row is written all the same.</param>
    /// <param name="sliceEnd">Where the slice that starts here ends.</param>
    /// <param name="rowsOf">What the bucket's row becomes with a slice, and the slice's own rows.</param>
    private async Task<bool> WriteSlices(
        int bucket, long fence, long turn, int count, Func<int, int> sliceEnd, Func<BucketRow, int, int, Task<(BucketRow Written, IEnumerable<TableTransactionAction> Rows)>> rowsOf)
    {
        // What is remembered may serve to write, never to refuse.
        var row = rows.TryGetValue(bucket, out var known) && known.Fence == fence ? known : await ReadRow(bucket);
        for (var (next, refused) = (0, 0); row?.Fence == fence && row.Turn <= turn;)
        {
            var end = sliceEnd(next);
            var (written, slice) = await rowsOf(row with { Turn = turn }, next, end);
            List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, written.Encode(bucket), row.Tag)];
            actions.AddRange(slice);

            if (await Submit(actions) is { } tag)
            {
                rows[bucket] = row = written with { Tag = tag };
                next = end;
                if (next == count)
                    return true;
            }
            else if (++refused < AttemptsMax)
            {
                // Refused for certain, so nothing was written: see who is the writer now.
                row = await ReadRow(bucket);
            }
            else
            {
                throw new IOException($"The heads of bucket {bucket} kept changing.");
            }
        }

        rows.TryRemove(bucket, out _);
        return false;
    }

    private static int SliceEnd<T>(IReadOnlyList<T> items, int start, Func<T, long> requestBytes)
    {
        var (end, bytes) = (start, 0L);
        while (end < items.Count && end - start < RowsPerTransactionMax && (end == start || bytes + requestBytes(items[end]) <= TransactionBytesMax))
            bytes += requestBytes(items[end++]);
        return end;
    }

    private async Task<List<Head>> WithoutOlder(int bucket, Head[] heads, long headSeqMax)
    {
        var kept = new List<Head>(heads.Length);
        foreach (var few in heads.Chunk(ReadsAtOnce))
        {
            var present = await Task.WhenAll(few.Select(head => head.Seq >= headSeqMax ? Task.FromResult<TableEntity?>(null) : ReadRow(bucket, HeadRow.Key(head.Subject), [HeadRow.Seq])));
            kept.AddRange(few.Where((head, i) => present[i] is not { } row || row.GetInt64(HeadRow.Seq) <= head.Seq));
        }

        return kept;
    }

    /// <summary>Pieces to be removed that are not there. A transaction that removed one of them would fail as a whole.</summary>
    private async Task<HashSet<HeadPiece>> GoneAlready(int bucket, List<HeadPiece> pieces)
    {
        var gone = new HashSet<HeadPiece>(ReferenceEqualityComparer.Instance);
        foreach (var few in pieces.Where(piece => piece.Data.IsEmpty).Chunk(ReadsAtOnce))
        {
            var present = await Task.WhenAll(few.Select(piece => ReadRow(bucket, PieceRow.Key(piece.Subject, piece.Kind, piece.Number), [nameof(TableEntity.RowKey)])));
            gone.UnionWith(few.Where((_, i) => present[i] is null));
        }

        return gone;
    }

    private AsyncPageable<TableEntity> Query(int bucket, string range, int rowsPerPage, CancellationToken cancellationToken) =>
        clients.ReadHeads.QueryAsync<TableEntity>($"{TableClient.CreateQueryFilter($"PartitionKey eq {HeadRow.Partition(bucket)}")} and {range}", rowsPerPage, cancellationToken: cancellationToken);

    private async Task<BucketRow?> ReadRow(int bucket) => await ReadRow(bucket, BucketRow.Key) is { } row ? BucketRow.Decode(row) : null;

    private async Task<TableEntity?> ReadRow(int bucket, string key, string[]? properties = null)
    {
        var answer = await clients.ReadHeads.GetEntityIfExistsAsync<TableEntity>(HeadRow.Partition(bucket), key, properties);
        return answer.HasValue ? answer.Value : null;
    }

    /// <returns>The new tag of the first row, or null when its condition did not hold and nothing was written.</returns>
    private async Task<ETag?> Submit(List<TableTransactionAction> actions)
    {
        try
        {
            var answer = await clients.WriteHeads.SubmitTransactionAsync(actions);
            return answer.Value[0].Headers.ETag!.Value;
        }
        catch (TableTransactionFailedException refused) when (refused.Status is 412 or 409)
        {
            return null;
        }
    }
}
