using Microsoft.Extensions.Logging;
using SalesGrid.Hosting;

namespace SalesGrid.Ledger;

/// <summary>Brings one record into the journal and finds out whether it is there when the store does not say.</summary>
internal sealed partial class LedgerCommit(GridLedger ledger, long fence, ILogger logger)
{
    /// <returns>True when the record is durable; false when it never will be: another writer has the bucket.</returns>
    /// <exception cref="LedgerUnavailableException">The store answered neither the write nor the question whether it happened.</exception>
    public async Task<bool> Run(JournalRecord record)
    {
        var options = ledger.Options;
        Exception? last = null;
        for (var attempt = 1; attempt <= options.StoreAttemptsMax; attempt++)
        {
            try
            {
                if (await Within(store => store.Append(record, fence, CancellationToken.None)) == AppendOutcome.Appended)
                    return true;
                // A conflict can be with ourselves: an earlier attempt that landed late, or a write delivered twice.
                return await IsThere(record);
            }
            catch (Exception e) when (e is not ArgumentException)
            {
                last = e;
                LogUnknown(e, record.Bucket, record.FirstSeq, attempt);
            }
            try
            {
                var tail = await Within(store => store.ReadTail(record.Bucket, CancellationToken.None));
                if (tail.LastSeq >= record.FirstSeq)
                    return await IsThere(record);
            }
            catch (Exception e)
            {
                last = e;
                LogUnknown(e, record.Bucket, record.FirstSeq, attempt);
            }
            // Not there, as far as can be read. Sending it again is safe: its position admits one of them at most.
            await Task.Delay(options.StoreRetryPause * attempt, ledger.Time);
        }
        throw new LedgerUnavailableException(
            $"The store did not say whether record {record.Bucket}:{record.FirstSeq} was written, in {options.StoreAttemptsMax} attempts.", last!);
    }

    private async Task<bool> IsThere(JournalRecord record)
    {
        return await Within(Read);

        async Task<bool> Read(ILedgerStore store)
        {
            await foreach (var found in store.ReadJournal(record.Bucket, record.FirstSeq, CancellationToken.None))
                return found.Hash.Span.SequenceEqual(record.Hash.Span);
            return false;
        }
    }

    private Task<T> Within<T>(Func<ILedgerStore, Task<T>> call) =>
        call(ledger.Store).WaitAsync(ledger.Options.StoreTimeout, ledger.Time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of writing record {Bucket}:{Seq} is unknown (attempt {Attempt}); reading the journal to find out")]
    private partial void LogUnknown(Exception exception, int bucket, long seq, int attempt);
}
