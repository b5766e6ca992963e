using System.Collections.Immutable;

namespace SalesGrid.PriceLists;

/// <summary>What can be asked of a price list. Drafting and approving ask for <see cref="Duties.ProcessOwner"/> or <see cref="Duties.Finance"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceListCommand")]
public abstract record PriceListCommand : Command;

/// <summary>Puts forward the next version of a price list, or replaces the draft that is open; whoever does becomes one of its authors.</summary>
/// <param name="Name">Name of the list, 1 to 200 characters.</param>
/// <param name="Currency">ISO 4217 code every price of the version is in.</param>
/// <param name="Lines">Its products, 0 to 5,000; more are added with <see cref="AddPrices"/>.</param>
/// <param name="ApprovalBands">Who approves quotes beyond their owner's authority; null or empty for the usual way, see <see cref="ApprovalBand"/>.</param>
/// <param name="ApprovalHours">Hours an approver has before the next one up is asked as well, 1 to 720.</param>
[GenerateSerializer, Immutable, Alias("sg.DraftPriceList")]
[SentBy(Duties.ProcessOwner | Duties.Finance, nameof(ControlPoints.PricesMustBeSetByDuty))]
public sealed record DraftPriceList(
    [property: Id(0)] string Name,
    [property: Id(1)] string Currency,
    [property: Id(2)] ImmutableArray<PriceEntry> Lines,
    [property: Id(3)] ImmutableArray<ApprovalBand>? ApprovalBands = null,
    [property: Id(4)] int ApprovalHours = PriceListLimits.ApprovalHoursByDefault) : PriceListCommand;

/// <summary>Adds products to the open draft; one that is in it already is replaced.</summary>
/// <param name="Lines">1 to 5,000 products.</param>
[GenerateSerializer, Immutable, Alias("sg.AddPrices")]
[SentBy(Duties.ProcessOwner | Duties.Finance, nameof(ControlPoints.PricesMustBeSetByDuty))]
public sealed record AddPrices([property: Id(0)] ImmutableArray<PriceEntry> Lines) : PriceListCommand;

/// <summary>Makes the open draft a version, which never changes again. Not for its authors, administrators included.</summary>
/// <param name="EffectiveFrom">First day it is in force, today or later.</param>
/// <param name="Revision">The revision of the draft the approver read; null when they rely on the expected version of the object.</param>
[GenerateSerializer, Immutable, Alias("sg.ApprovePriceList")]
[SentBy(Duties.ProcessOwner | Duties.Finance, nameof(ControlPoints.PricesMustBeSetByDuty))]
public sealed record ApprovePriceList(
    [property: Id(0)] DateOnly EffectiveFrom,
    [property: Id(1)] int? Revision = null) : PriceListCommand;

/// <summary>Drops the open draft. An author withdraws a draft in this way.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RejectPriceList")]
[SentBy(Duties.ProcessOwner | Duties.Finance, nameof(ControlPoints.PricesMustBeSetByDuty))]
public sealed record RejectPriceList([property: Id(0)] string Reason) : PriceListCommand;

/// <summary>One product's prices, in major units of the list's currency.</summary>
/// <param name="Product">Product code, 1 to 200 characters.</param>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="ListPrice">List price of one unit, 0 or more.</param>
/// <param name="FloorPrice">Lowest price of one unit that needs no override, 0 to the list price.</param>
/// <param name="UnitCost">Cost of one unit, 0 or more; null when not known, and then a quote with the product has no margin.</param>
[GenerateSerializer, Immutable, Alias("sg.PriceEntry")]
public sealed record PriceEntry(
    [property: Id(0)] string Product,
    [property: Id(1)] string Name,
    [property: Id(2)] decimal ListPrice,
    [property: Id(3), Masked(Fields.Floor)] decimal FloorPrice,
    [property: Id(4), Masked(Fields.Cost)] decimal? UnitCost = null);

/// <summary>
/// Who approves a quote whose discount reaches a share of its list total. The band with the highest start that is reached
/// applies. Where none is reached, every manager from the owner's own up to the first whose authority covers the quote
/// approves, one after the other.
/// </summary>
/// <param name="FromBasisPoints">Discount it begins at, hundredths of a percent, 0 to 10,000.</param>
/// <param name="Mode">How the approvers work together.</param>
/// <param name="Approvers">Who they are, 1 to 10, in order.</param>
[GenerateSerializer, Immutable, Alias("sg.ApprovalBand")]
public sealed record ApprovalBand(
    [property: Id(0)] int FromBasisPoints,
    [property: Id(1)] ApprovalMode Mode,
    [property: Id(2)] ImmutableArray<ApproverRule> Approvers);

/// <summary>Approvers of a band: either a number of managers, or whoever has a duty.</summary>
/// <param name="ManagerLevels">The owner's manager and those above, so many in all, 1 to 20; null for a duty.</param>
/// <param name="Duty">One duty; null for managers.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproverRule")]
public sealed record ApproverRule(
    [property: Id(0)] int? ManagerLevels = null,
    [property: Id(1)] Duties? Duty = null);

/// <summary>How several approvers work together. Numbers are fixed: they cross process boundaries.</summary>
public enum ApprovalMode
{
    /// <summary>One after the other (依次).</summary>
    Sequence = 1,

    /// <summary>All of them, in any order (会签).</summary>
    All = 2,

    /// <summary>Any one of them (或签).</summary>
    Any = 3,
}

/// <summary>What a price list may hold.</summary>
public static class PriceListLimits
{
    /// <summary>Most products of one version.</summary>
    public const int LinesMax = 5_000;

    /// <summary>
    /// Most bytes of all versions that can still be in force and the draft together, as they are stored. The head of the
    /// list has to stay below what a store takes as one row.
    /// </summary>
    public const int StateBytesMax = 500 * 1024;

    /// <summary>Most bands of one version.</summary>
    public const int BandsMax = 20;

    /// <summary>Most approvers of one band.</summary>
    public const int ApproversMax = 10;

    /// <summary>Levels of managers a route goes up at most.</summary>
    public const int ManagerLevelsMax = 20;

    /// <summary>Hours an approver has where the list does not say.</summary>
    public const int ApprovalHoursByDefault = 48;

    /// <summary>Most hours an approver can be given: thirty days.</summary>
    public const int ApprovalHoursMax = 720;
}
