using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using SalesGrid.Ledger;

namespace SalesGrid.Storage.AzureStorage;

/// <summary>The heads of a ledger in a table: a partition for each bucket, in it a row for each subject and one for the bucket.</summary>
/// <remarks>
/// Heads are written in ascending order of their sequences, so that a write which stopped half way leaves
/// <see cref="BucketRow.HeadSeqMax"/> true. Only a head below it has to be compared with the one in the table, and that
/// comparison holds because the bucket's row is a condition of the write.
/// </remarks>
internal sealed class AzureHeads(AzureClients clients)
{
    /// <summary>Azure Tables take 100 rows a transaction; one is the bucket's.</summary>
    private const int HeadsPerTransactionMax = 99;

    /// <summary>Azure Tables take 4 MiB a transaction; the estimate of a row is rough.</summary>
    private const long TransactionBytesMax = 3_500_000;

    private const int RowsPerPageMax = 200;

    // A takeover races with the slices of the writer it takes over from; each attempt wins about every other time.
    private const int AttemptsMax = 50;

    private readonly ConcurrentDictionary<int, BucketRow> rows = [];
    private readonly ConcurrentDictionary<int, SemaphoreSlim> turns = [];

    public async Task<(long Fence, long CheckpointSeq)> Open(int bucket)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var found = await ReadRow(bucket);
            var opened = found is null ? new BucketRow(1, 0, 0, default) : found with { Fence = found.Fence + 1 };
            TableTransactionAction action = found is null
                ? new(TableTransactionActionType.Add, opened.Encode(bucket))
                : new(TableTransactionActionType.UpdateReplace, opened.Encode(bucket), found.Tag);
            if (await Submit([action]) is not { } tag)
                continue;
            rows[bucket] = opened with { Tag = tag };
            return (opened.Fence, opened.CheckpointSeq);
        }

        throw new IOException($"Other writers kept opening bucket {bucket}.");
    }

    public async Task<bool> Write(int bucket, long fence, IReadOnlyList<Head> heads, long checkpointSeq)
    {
        // One write of a bucket's heads at a time: two would only refuse each other.
        var turn = turns.GetOrAdd(bucket, _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            return await Write(bucket, fence, [.. heads.OrderBy(head => head.Seq)], checkpointSeq);
        }
        catch
        {
            rows.TryRemove(bucket, out _);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The newest fence of a bucket, read afresh; 0 where nobody has opened it.</summary>
    public async Task<long> ReadFence(int bucket) => (await ReadRow(bucket))?.Fence ?? 0;

    public async Task<long> ReadCheckpoint(int bucket) => (await ReadRow(bucket))?.CheckpointSeq ?? 0;

    public async IAsyncEnumerable<Head> Read(int bucket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = TableClient.CreateQueryFilter($"PartitionKey eq {HeadRow.Partition(bucket)}");
        await foreach (var row in clients.ReadHeads.QueryAsync<TableEntity>(partition, RowsPerPageMax, cancellationToken: cancellationToken))
        {
            if (row.RowKey != BucketRow.Key)
                yield return HeadRow.Decode(row);
        }
    }

    public async Task<Head?> Read(int bucket, string subject) => await ReadRow(bucket, HeadRow.Key(subject)) is { } row ? HeadRow.Decode(row) : null;

    private async Task<bool> Write(int bucket, long fence, Head[] heads, long checkpointSeq)
    {
        // What is remembered may serve to write, never to refuse.
        var row = rows.TryGetValue(bucket, out var known) && known.Fence == fence ? known : await ReadRow(bucket);
        for (var (next, refused) = (0, 0); row?.Fence == fence;)
        {
            var end = SliceEnd(heads, next);
            var slice = heads[next..end];
            var written = row with
            {
                HeadSeqMax = slice.Length == 0 ? row.HeadSeqMax : Math.Max(row.HeadSeqMax, slice[^1].Seq),
                CheckpointSeq = end == heads.Length ? Math.Max(row.CheckpointSeq, checkpointSeq) : row.CheckpointSeq,
            };
            List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, written.Encode(bucket), row.Tag)];
            foreach (var head in await WithoutOlder(bucket, slice, row.HeadSeqMax))
                actions.Add(new(TableTransactionActionType.UpsertReplace, HeadRow.Encode(bucket, head)));

            if (await Submit(actions) is { } tag)
            {
                rows[bucket] = row = written with { Tag = tag };
                next = end;
                if (next == heads.Length)
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

    private static int SliceEnd(Head[] heads, int start)
    {
        var (end, bytes) = (start, 0L);
        while (end < heads.Length && end - start < HeadsPerTransactionMax && (end == start || bytes + HeadRow.RequestBytes(heads[end]) <= TransactionBytesMax))
            bytes += HeadRow.RequestBytes(heads[end++]);
        return end;
    }

    private async Task<List<Head>> WithoutOlder(int bucket, Head[] heads, long headSeqMax)
    {
        var kept = new List<Head>(heads.Length);
        foreach (var few in heads.Chunk(8))
        {
            var present = await Task.WhenAll(few.Select(head => head.Seq >= headSeqMax ? Task.FromResult<TableEntity?>(null) : ReadRow(bucket, HeadRow.Key(head.Subject), [HeadRow.Seq])));
            kept.AddRange(few.Where((head, i) => present[i] is not { } row || row.GetInt64(HeadRow.Seq) <= head.Seq));
        }

        return kept;
    }

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
