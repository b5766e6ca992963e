using System.Text.Json.Nodes;

namespace SalesGrid.Chaos.Load;

/// <summary>How the sending of a command ended, as far as its sender knows.</summary>
public enum Outcome
{
    /// <summary>Nobody said. It may be in the ledger or not.</summary>
    Unknown,

    /// <summary>A receipt came.</summary>
    Accepted,

    /// <summary>A refusal came.</summary>
    Refused,
}

/// <summary>A receipt as answered.</summary>
/// <param name="Version">Version of the object after the command.</param>
/// <param name="Bucket">Bucket of the ledger.</param>
/// <param name="Seq">Sequence in the bucket; 0 when there was nothing to change.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
public sealed record Receipt(int Version, int Bucket, long Seq, bool Replayed);

/// <summary>One command, what was sent of it and what was answered. Written by one worker, read when that has ended.</summary>
/// <param name="Key">Idempotency key.</param>
/// <param name="Subject">The object in the ledger's words, e.g. <c>opportunity/O-1</c>.</param>
/// <param name="Path">Path it is posted to.</param>
/// <param name="Body">Its content.</param>
/// <param name="EventType">Type of the one event it records when it is carried out, e.g. <c>StageAdvanced</c>; null where it is one of several.</param>
/// <param name="Token">
/// Text that is in the content of this command and no other, and that its event holds; null for a step of the process,
/// which holds none.
/// </param>
public sealed record SentCommand(string Key, string Subject, string Path, JsonObject Body, string? EventType, string? Token)
{
    private readonly List<Receipt> receipts = [];

    /// <summary>What is known of it.</summary>
    public Outcome Outcome { get; private set; }

    /// <summary>Attempts that nobody answered definitely.</summary>
    public int UnknownAttempts { get; private set; }

    /// <summary>Every receipt that came: all retries must get the first one.</summary>
    public IReadOnlyList<Receipt> Receipts => receipts;

    /// <summary>Id of the rule that refused it; null unless it was refused.</summary>
    public string? ControlPoint { get; private set; }

    /// <summary>Whether an attempt before the refusal had no definite answer: it may still have been, or be, carried out.</summary>
    public bool RefusedAfterUnknown { get; private set; }

    /// <summary>Id of the rule that refused a retry after a receipt had come, which must not happen; null otherwise.</summary>
    public string? RefusedAfterReceipt { get; private set; }

    /// <summary>When it was first sent, UTC.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>An attempt was not answered, or answered with "unknown".</summary>
    public void NotAnswered() => UnknownAttempts++;

    /// <summary>A receipt came.</summary>
    public void Accept(Receipt receipt)
    {
        receipts.Add(receipt);
        Outcome = Outcome.Accepted;
    }

    /// <summary>A refusal came.</summary>
    public void Refuse(string controlPoint)
    {
        if (Outcome == Outcome.Accepted)
        {
            RefusedAfterReceipt ??= controlPoint;
            return;
        }
        (Outcome, ControlPoint) = (Outcome.Refused, controlPoint);
        RefusedAfterUnknown = UnknownAttempts > 0;
    }
}
