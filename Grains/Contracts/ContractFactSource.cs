using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Contracts;

/// <summary>What a contract contributes to lists and KPIs.</summary>
public static class ContractFactSource
{
    /// <summary>The facts of contracts.</summary>
    public static Facts<Contract, ContractRow> Facts { get; } = new(ContractSchema.Schema)
    {
        Write = ContractRow.Write,
        Currency = (in row) => row.Currency,
        PeriodOn = (in row) => row.SignedOn,
        Measures = (in row, sums) =>
        {
            sums[0] = row.AmountMinor;
            if (row.SignedOn is not null)
            {
                sums[1] = 1;
                sums[2] = row.AmountMinor;
            }
            sums[3] = row.ReceivedMinor;
            sums[4] = row.Refusals;
            sums[5] = row.OutstandingMinor;
        },
        Dimensions = new Dictionary<string, DimensionOf<ContractRow>>(StringComparer.Ordinal)
        {
            ["status"] = (in row, _) => row.Status,
            ["customer"] = (in row, _) => row.Customer,
            ["owner"] = (in row, _) => row.Owner,
        },
        Numbers = new Dictionary<string, OfRow<ContractRow, long?>>(StringComparer.Ordinal)
        {
            ["amount"] = (in row) => row.AmountMinor,
            ["signedOn"] = (in row) => row.SignedOn?.DayNumber,
            ["dueOn"] = (in row) => row.DueOn?.DayNumber,
        },
    };
}

/// <summary>One contract as the projection holds it.</summary>
public struct ContractRow : IFactRow
{
    /// <inheritdoc/>
    public string Id { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public long Seq { get; private set; }

    /// <inheritdoc/>
    public int Refusals { get; set; }

    public string Status { get; private set; }
    public string Customer { get; private set; }
    public string Owner { get; private set; }
    public string Currency { get; private set; }

    /// <summary>What was last signed, minor units; before the first signature what is written.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>Minor units.</summary>
    public long ReceivedMinor { get; private set; }

    /// <summary>Minor units signed for and still to come in; 0 where nothing is expected any more. What credit and allowance are reserved for.</summary>
    public long OutstandingMinor { get; private set; }

    public DateOnly? SignedOn { get; private set; }
    public DateOnly? DueOn { get; private set; }

    /// <summary>Makes the row of a contract.</summary>
    public static bool Write(ref ContractRow row, string id, SubjectRecord<Contract> record, FactContext context)
    {
        // One that was never drafted can have a record: that a reservation taken for it does not stand.
        if (record.State is not { Content: { } content } contract)
            return false;
        var amount = contract.Signed?.Amount ?? content.Amount;
        row.Id = id;
        row.Version = record.Version;
        row.Seq = record.Seq;
        row.Status = contract.Status switch
        {
            ContractStatus.Draft => "draft",
            ContractStatus.Review => "review",
            ContractStatus.Approved => "approved",
            ContractStatus.Signed => "signed",
            ContractStatus.Completed => "completed",
            ContractStatus.Terminated => "terminated",
            _ => "archived",
        };
        row.Customer = context.Shared(content.CustomerId);
        row.Owner = context.Shared(content.OwnerId);
        row.Currency = context.Shared(amount.Currency);
        row.AmountMinor = amount.MinorUnits;
        row.ReceivedMinor = contract.ReceivedMinor;
        row.OutstandingMinor = contract.Stands ? contract.Outstanding?.MinorUnits ?? 0 : 0;
        row.SignedOn = contract.Signed?.SignedOn;
        row.DueOn = contract.Signed is { } signed ? signed.DueOn : content.DueOn;
        return true;
    }
}
