namespace SalesGrid.DemoLoans;

/// <summary>What can be asked of the loan of a demonstration machine (样机借用).</summary>
[GenerateSerializer, Immutable, Alias("sg.DemoLoanCommand")]
public abstract record DemoLoanCommand : Command;

/// <summary>Asks for a machine to be lent to a customer.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Machine">What is lent, 1 to 200 characters.</param>
/// <param name="ReturnBy">Last day of the loan, today or later.</param>
[GenerateSerializer, Immutable, Alias("sg.RequestDemoLoan")]
[SentBy(Standing.Anybody)]
public sealed record RequestDemoLoan([property: Id(0)] string CustomerId, [property: Id(1)] string Machine, [property: Id(2)] DateOnly ReturnBy) : DemoLoanCommand;

/// <summary>Agrees to the loan. For sales management, and never for who asked.</summary>
[GenerateSerializer, Immutable, Alias("sg.ApproveDemoLoan")]
[SentBy(Duties.Manager, nameof(ControlPoints.DemoLoanMustHaveDuty))]
public sealed record ApproveDemoLoan : DemoLoanCommand;

/// <summary>The machine goes to the customer.</summary>
/// <param name="SerialNumber">Which machine it is, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.HandOverDemoUnit")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "demoloan.hand-over")]
public sealed record HandOverDemoUnit([property: Id(0)] string SerialNumber) : DemoLoanCommand;

/// <summary>The customer keeps it longer. For sales management.</summary>
/// <param name="ReturnBy">The new last day, after the present one.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ExtendDemoLoan")]
[SentBy(Duties.Manager, nameof(ControlPoints.DemoLoanMustHaveDuty))]
public sealed record ExtendDemoLoan([property: Id(0)] DateOnly ReturnBy, [property: Id(1)] string Reason) : DemoLoanCommand;

/// <summary>The machine is back.</summary>
/// <param name="Condition">How it came back, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ReturnDemoUnit")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "demoloan.return")]
public sealed record ReturnDemoUnit([property: Id(0)] string Condition) : DemoLoanCommand;

/// <summary>The machine will not come back. For finance, and never for who agreed to the loan.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.WriteOffDemoUnit")]
[SentBy(Duties.Finance, nameof(ControlPoints.DemoLoanMustHaveDuty))]
public sealed record WriteOffDemoUnit([property: Id(0)] string Reason) : DemoLoanCommand;

/// <summary>Where a loan stands. Numbers are fixed: they are stored.</summary>
public enum DemoLoanStatus
{
    /// <summary>Asked for.</summary>
    Requested = 0,

    /// <summary>Agreed to.</summary>
    Approved = 1,

    /// <summary>The machine is at the customer.</summary>
    HandedOver = 2,

    /// <summary>The machine is back.</summary>
    Returned = 3,

    /// <summary>The machine is lost.</summary>
    WrittenOff = 4,
}

/// <summary>A loan as seen from outside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="Machine">What is lent.</param>
/// <param name="SerialNumber">Which machine it is; null before it was handed over.</param>
/// <param name="ReturnBy">Last day of the loan.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="ApprovedBy">Who agreed; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("sg.DemoLoanView")]
public sealed record DemoLoanView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] DemoLoanStatus Status,
    [property: Id(3)] string CustomerId,
    [property: Id(4)] string Machine,
    [property: Id(5)] string? SerialNumber,
    [property: Id(6)] DateOnly ReturnBy,
    [property: Id(7)] string RequestedBy,
    [property: Id(8)] string? ApprovedBy);
