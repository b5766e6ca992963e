using System.Collections.Immutable;

namespace SalesGrid.Salespeople;

/// <summary>Says what a person may decide alone, in place of what was said before.</summary>
/// <param name="Grade">Grade, 1 to 200 characters. Alone, it stands for what the product ships for that grade.</param>
/// <param name="DiscountBasisPoints">
/// Largest discount on one quote, hundredths of a percent, 0 to 10,000. Stated: everything is as stated, and an amount left out
/// is no limit. Left out: everything is the grade's, and nothing else may be stated.
/// </param>
/// <param name="DealSizeMax">Largest quote or contract.</param>
/// <param name="DiscountBudget">Discount that may be given away in one budget period.</param>
/// <param name="SalesAllowance">Contract value that may be outstanding at a time (销售额度).</param>
/// <param name="BudgetPeriod">How often the discount budget is renewed; a quarter when left out.</param>
[GenerateSerializer, Immutable, Alias("sg.GrantAuthority")]
[SentBy(Duties.People, nameof(ControlPoints.AuthorityMustComeFromPeople), nameof(ControlPoints.AuthorityMustComeFromAnother), NeverByOwner = true)]
public sealed record GrantAuthority(
    [property: Id(0)] string Grade,
    [property: Id(1)] int? DiscountBasisPoints = null,
    [property: Id(2)] Money? DealSizeMax = null,
    [property: Id(3)] Money? DiscountBudget = null,
    [property: Id(4)] Money? SalesAllowance = null,
    [property: Id(5)] PeriodLength? BudgetPeriod = null) : SalespersonCommand;

/// <summary>Begins a new budget period: what was drawn in earlier ones counts no more. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.RenewBudget")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record RenewBudget : SalespersonCommand;

/// <summary>Says that the draws of earlier budget periods have been given back. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.CloseBudget")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record CloseBudget : SalespersonCommand;

/// <summary>Makes a qualification or training mandatory for a person. Until it is passed, the acts that need it are refused.</summary>
/// <param name="Code">Code, 1 to 200 characters.</param>
/// <param name="Name">What it is.</param>
/// <param name="Acts">The acts that need it, at least one of <see cref="Salespeople.Acts.All"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.RequireQualification")]
[SentBy(Duties.People, nameof(ControlPoints.TrainingMustBeKeptByPeople))]
public sealed record RequireQualification(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> Acts) : SalespersonCommand;

/// <summary>Says that a person has passed a qualification they must have.</summary>
/// <param name="Code">Its code.</param>
/// <param name="On">When; today or earlier.</param>
/// <param name="ValidUntil">Last day it is good for.</param>
/// <param name="Evidence">Number of the certificate, or where it is kept; 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.PassQualification")]
[SentBy(Duties.People, nameof(ControlPoints.TrainingMustBeKeptByPeople), nameof(ControlPoints.TrainingMustBeConfirmedByAnother), NeverByOwner = true)]
public sealed record PassQualification(
    [property: Id(0)] string Code,
    [property: Id(1)] DateOnly On,
    [property: Id(2)] DateOnly ValidUntil,
    [property: Id(3)] string Evidence) : SalespersonCommand;

/// <summary>Says that a person need not have a qualification any more.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Reason">Why not, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.DropQualification")]
[SentBy(Duties.People, nameof(ControlPoints.TrainingMustBeKeptByPeople), nameof(ControlPoints.TrainingMustBeConfirmedByAnother), NeverByOwner = true)]
public sealed record DropQualification([property: Id(0)] string Code, [property: Id(1)] string Reason) : SalespersonCommand;

/// <summary>Has somebody act for the person for a time, in everything or in named acts. It gives them no more than the person may do, and is not passed on.</summary>
/// <param name="To">Salesperson id of who acts.</param>
/// <param name="From">First day, today or later.</param>
/// <param name="Until">Last day, at most 90 days after the first.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="Acts">
/// What they do for the person, 1 to 50 names: of a command (<c>quote.approve</c>), of a kind for all of its commands (<c>quote</c>), of a
/// group (<c>approvals</c>). Null for everything the person may do.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.DelegateAuthority")]
[SentBy(Standing.Owner, Duties.People, nameof(ControlPoints.DelegationMustBeByPersonOrPeople))]
public sealed record DelegateAuthority(
    [property: Id(0)] string To,
    [property: Id(1)] DateOnly From,
    [property: Id(2)] DateOnly Until,
    [property: Id(3)] string Reason,
    [property: Id(4)] ImmutableArray<string>? Acts = null) : SalespersonCommand
{
    /// <summary>Longest a delegation lasts, days.</summary>
    public const int DaysMax = 90;
}

/// <summary>Ends, at once, every delegation to somebody that has not ended.</summary>
/// <param name="To">Salesperson id of who acts.</param>
[GenerateSerializer, Immutable, Alias("sg.EndDelegation")]
[SentBy(Standing.Owner, Duties.People, nameof(ControlPoints.DelegationMustBeByPersonOrPeople))]
public sealed record EndDelegation([property: Id(0)] string To) : SalespersonCommand;

/// <summary>Puts something in a person's conduct record.</summary>
/// <param name="Kind">What sort it is.</param>
/// <param name="Code">Clause of the code of conduct, or another short name; 1 to 200 characters.</param>
/// <param name="Text">What happened, 1 to 1,000 characters.</param>
/// <param name="On">When; today or earlier, today when left out.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordConduct")]
[SentBy(Duties.Controller | Duties.People | Duties.Manager, nameof(ControlPoints.ConductMustBeRecordedByDuty), nameof(ControlPoints.ConductMustBeRecordedByAnother), NeverByOwner = true)]
public sealed record RecordConduct(
    [property: Id(0)] ConductKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Text,
    [property: Id(3)] DateOnly? On = null) : SalespersonCommand
{
    /// <summary>Longest text of an entry, UTF-16 units.</summary>
    public const int TextMax = 1_000;
}

/// <summary>Tells a person the target they have in a period. Sent by the grid when targets are approved.</summary>
/// <param name="Period">The period, e.g. <c>2026-Q4</c>.</param>
/// <param name="Amount">Their target; null when they have none any more.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteTarget")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record NoteTarget([property: Id(0)] string Period, [property: Id(1)] Money? Amount) : SalespersonCommand;

/// <summary>Compares a person's open pipeline with what their target still needs. Sent by the grid every week, or by hand.</summary>
[GenerateSerializer, Immutable, Alias("sg.CheckCoverage")]
[SentBy(Standing.Owner | Standing.Manager, Duties.Manager | Duties.People | Duties.Grid, nameof(ControlPoints.CoverageMustBeAskedByDuty), Act = "salesperson.check-coverage")]
public sealed record CheckCoverage : SalespersonCommand
{
    /// <summary>Days from one check to the next.</summary>
    public const int EveryDays = 7;
}
