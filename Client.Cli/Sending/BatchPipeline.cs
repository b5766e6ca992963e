using SalesGrid.Import;

namespace SalesGrid.Sending;

/// <summary>Sends the rows of a table in batches: a few at a time, reported in the order of the file.</summary>
/// <param name="door">Where they go.</param>
/// <param name="batchSize">Most commands of a batch.</param>
/// <param name="parallel">Most batches on their way; reading waits for the oldest of them.</param>
public sealed class BatchPipeline(ICommandSender door, int batchSize, int parallel)
{
    /// <summary>Brings in the rows after the first <paramref name="skip"/>.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="skip">Rows whose fate an earlier run has recorded; they are read, since later ones may repeat their ids.</param>
    /// <param name="completed">Called for each batch, one at a time and in the order of the rows.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Once every row's fate is reported.</returns>
    public async Task Run(IRowSource rows, long skip, Action<CompletedBatch> completed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var onTheirWay = new Queue<Task<CompletedBatch>>(parallel);
        try
        {
            var number = 0L;
            var batch = new Batch(skip);
            while (rows.Next())
            {
                if (number++ < skip)
                    continue;
                if (rows.NeedsEarlierRows)
                {
                    if (batch.Rows.Count > 0)
                        await Start(batch);
                    await Finish();
                    batch = new(number - 1);
                }
                batch.Add(rows);
                if (!batch.IsFull(batchSize))
                    continue;
                await Start(batch);
                batch = new(number);
            }
            if (batch.Rows.Count > 0)
                await Start(batch);
            await Finish();
        }
        catch
        {
            // Whatever is still under way may land or not; the next run finds out by sending it again.
            await stop.CancelAsync();
            await Task.WhenAll(onTheirWay).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        async Task Finish()
        {
            while (onTheirWay.Count > 0)
                completed(await onTheirWay.Dequeue());
        }

        async Task Start(Batch full)
        {
            stop.Token.ThrowIfCancellationRequested();
            while (onTheirWay.Count >= parallel || (onTheirWay.TryPeek(out var oldest) && oldest.IsCompleted))
                completed(await onTheirWay.Dequeue());
            onTheirWay.Enqueue(full.Send(door, stop.Token));
        }
    }
}
