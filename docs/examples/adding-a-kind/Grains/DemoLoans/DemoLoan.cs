using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.DemoLoans;

/// <summary>The state of a loan.</summary>
[GenerateSerializer, Immutable, Alias("sg.DemoLoan")]
public sealed record DemoLoan
{
    /// <summary>Nothing was asked for.</summary>
    public static DemoLoan None { get; } = new();

    [Id(0)] public DemoLoanStatus Status { get; init; }

    [Id(1)] public string CustomerId { get; init; } = "";

    [Id(2)] public string Machine { get; init; } = "";

    [Id(3)] public string? SerialNumber { get; init; }

    [Id(4)] public DateOnly ReturnBy { get; init; }

    [Id(5)] public string RequestedBy { get; init; } = "";

    [Id(6)] public string? ApprovedBy { get; init; }

    /// <summary>The state after one more event.</summary>
    public DemoLoan Evolve(DemoLoanEvent happened) => happened switch
    {
        DemoLoanRequested e => new() { CustomerId = e.CustomerId, Machine = e.Machine, ReturnBy = e.ReturnBy, RequestedBy = e.By },
        DemoLoanApproved e => this with { Status = DemoLoanStatus.Approved, ApprovedBy = e.By },
        DemoUnitHandedOver e => this with { Status = DemoLoanStatus.HandedOver, SerialNumber = e.SerialNumber },
        DemoLoanExtended e => this with { ReturnBy = e.ReturnBy },
        DemoUnitReturned => this with { Status = DemoLoanStatus.Returned },
        DemoUnitWrittenOff => this with { Status = DemoLoanStatus.WrittenOff },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The loan as seen from outside.</summary>
    public static DemoLoanView View(string id, SubjectRecord<DemoLoan> record) => new(
        id, record.Version, record.State.Status, record.State.CustomerId, record.State.Machine, record.State.SerialNumber,
        record.State.ReturnBy, record.State.RequestedBy, record.State.ApprovedBy);
}
