using Microsoft.Extensions.Logging;

namespace SalesGrid.Ledger;

public sealed partial class LedgerGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Bucket {Bucket} is written by another activation: record {Seq} was not appended; this activation ends")]
    private partial void LogFenced(int bucket, long seq);

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing bucket {Bucket} failed; this activation ends and the next reads what is stored")]
    private partial void LogWriteFailed(Exception exception, int bucket);
}
