using Microsoft.Extensions.Logging;

namespace SalesGrid.Ledger;

public sealed partial class LedgerGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Bucket {Bucket} is written by another activation: record {Seq} was not appended; this activation ends")]
    private partial void LogFenced(int bucket, long seq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bucket {Bucket} was taken over by another silo; this one answers no readers from memory any more")]
    private partial void LogLost(int bucket);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bucket {Bucket} could not be released: the next writer waits for the length of a read lease")]
    private partial void LogNotReleased(Exception exception, int bucket);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Heads of bucket {Bucket} could not be written before it moved; the next activation reads the journal instead")]
    private partial void LogHeadsNotWritten(Exception exception, int bucket);

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing bucket {Bucket} failed; this activation ends and the next reads what is stored")]
    private partial void LogWriteFailed(Exception exception, int bucket);
}
