namespace SalesGrid.Ledger;

/// <summary>One event in the ledger.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Seq">Place in the bucket, from 1, without gaps.</param>
/// <param name="Subject">The business object, <c>kind/id</c>.</param>
/// <param name="Version">Version of the object after it, from 1, without gaps.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="CommandId">The command it came from.</param>
/// <param name="Fingerprint">XxHash3 of that command's content.</param>
/// <param name="Type">Type of event.</param>
/// <param name="Schema">Version of the event's shape, from 1.</param>
/// <param name="Data">The event: a JSON object in UTF-8.</param>
/// <param name="Decision">What the command was decided on, in its first entry: a JSON object in UTF-8. Empty in the others, and where none was kept.</param>
public readonly record struct LedgerEntry(
    int Bucket,
    long Seq,
    string Subject,
    int Version,
    DateTimeOffset At,
    string Actor,
    string CommandId,
    ulong Fingerprint,
    string Type,
    int Schema,
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Decision = default);
