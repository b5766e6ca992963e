using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Contracts;

/// <summary>What follows from a contract's state alone: how it is shown and found, what to warn of.</summary>
public static class ContractProjection
{
    /// <summary>Criterion: approved by legal and finance, and not signed after so many days.</summary>
    public const string Unsigned = "contract-unsigned";

    /// <summary>Criterion: not paid so many days after it was due.</summary>
    public const string ReceiptOverdue = "receipt-overdue";

    /// <summary>The contract as seen from outside; null when there is none.</summary>
    public static ContractView? View(string id, SubjectRecord<Contract> record) => record.State is { Content: { } content } c
        ? new()
        {
            Id = id,
            Version = record.Version,
            Status = c.Status,
            Revision = c.Revision,
            Content = content,
            Hash = c.Hash,
            Authors = c.Authors,
            Reviews = c.Reviews,
            Signed = c.Signed,
            Receipts = c.Receipts,
            Received = c.Signed is { } signed ? signed.Amount with { MinorUnits = c.ReceivedMinor } : null,
            Reason = c.Reason,
            Location = c.Location,
            StatusSince = c.StatusSince,
            Terminated = c.Terminated,
        }
        : null;

    /// <summary>What a contract is found by.</summary>
    public static IEnumerable<string> Tags(Contract contract) => contract.Content is not { } content ? [] :
    [
        $"quote:{content.QuoteId}",
        $"opportunity:{content.OpportunityId}",
        $"customer:{content.CustomerId}",
        $"owner:{content.OwnerId}",
        $"status:{contract.Status.ToString().ToLowerInvariant()}",
    ];

    /// <summary>What it is watched for.</summary>
    public static IEnumerable<WarningCause> WarningCauses(string id, SubjectRecord<Contract> record, WarningPolicy policy)
    {
        var contract = record.State;
        if (contract.Status == ContractStatus.Approved && policy.Of(Unsigned) is { } unsigned)
            yield return new(Unsigned, $"{contract.Revision}@{contract.StatusSince.ToUnixTimeSeconds()}", contract.StatusSince.AddDays(unsigned.Days),
                new($"合同 {id} 评审通过后 {unsigned.Days} 天未签订。", $"Contract {id} was approved {unsigned.Days} days ago and is not signed."),
                contract.Content!.OwnerId, contract.Manager);
        if (contract is { Stands: true, Signed: { DueOn: { } due } signed, Outstanding: { MinorUnits: > 0 } open } && policy.Of(ReceiptOverdue) is { } overdue)
            yield return new(ReceiptOverdue, $"{due:yyyy-MM-dd}:{signed.Revision}", new(due.AddDays(overdue.Days), new(12, 0), TimeSpan.Zero),
                new($"合同 {id} 应于 {due:yyyy-MM-dd} 付清,尚欠 {open}。", $"Contract {id} was to be paid by {due:yyyy-MM-dd}; {open} is open."),
                contract.Content!.OwnerId, contract.Manager);
    }
}
