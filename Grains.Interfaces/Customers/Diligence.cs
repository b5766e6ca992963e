using System.Collections.Immutable;

namespace SalesGrid.Customers;

/// <summary>Says what has to be looked into before business is done with this customer, in place of what the product ships.</summary>
/// <param name="Items">The whole list, 1 to 20 items with different codes; what was found of an item that stays keeps counting.</param>
[GenerateSerializer, Immutable, Alias("sg.RequireDiligence")]
[SentBy(Duties.Legal | Duties.Controller, nameof(ControlPoints.DiligenceMustHaveAuthority))]
public sealed record RequireDiligence([property: Id(0)] ImmutableArray<DiligenceItem> Items) : CustomerCommand
{
    /// <summary>Most items.</summary>
    public const int ItemsMax = 20;
}

/// <summary>Records what was found of one item (尽职调查). Recording it again is the re-review: the newest finding counts.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Reference">The document that shows it, 1 to 200 characters.</param>
/// <param name="ValidUntil">Last day the finding is good for; at most <see cref="YearsMax"/> years after it.</param>
/// <param name="On">The day it was found, not in the future; today when null.</param>
/// <param name="Note">The conditions of a conditional pass, the reason of a failure: needed for both.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordDiligence")]
[SentBy(Duties.Finance | Duties.Legal | Duties.Controller, nameof(ControlPoints.DiligenceMustHaveAuthority))]
public sealed record RecordDiligence(
    [property: Id(0)] string Item,
    [property: Id(1)] DiligenceResult Result,
    [property: Id(2)] string Reference,
    [property: Id(3)] DateOnly ValidUntil,
    [property: Id(4)] DateOnly? On = null,
    [property: Id(5)] string? Note = null) : CustomerCommand
{
    /// <summary>Longest time a finding is good for, years.</summary>
    public const int YearsMax = 5;
}

/// <summary>Something that has to be looked into.</summary>
/// <param name="Code">Code, 1 to 50 characters.</param>
/// <param name="Name">What it is.</param>
[GenerateSerializer, Immutable, Alias("sg.DiligenceItem")]
public sealed record DiligenceItem([property: Id(0)] string Code, [property: Id(1)] LocalText Name);

/// <summary>What came of looking into an item. Numbers are fixed: they cross process boundaries.</summary>
public enum DiligenceResult
{
    /// <summary>Nothing against it.</summary>
    Pass = 1,

    /// <summary>Nothing against it as long as conditions are kept; counts as a pass.</summary>
    Conditional = 2,

    /// <summary>Something against it.</summary>
    Fail = 3,
}

/// <summary>How the diligence on a customer stands on a day. Numbers are fixed: they cross process boundaries.</summary>
public enum DiligenceStanding
{
    /// <summary>Nothing was found out.</summary>
    None = 0,

    /// <summary>Some items were not looked into yet.</summary>
    Incomplete = 1,

    /// <summary>Every item passed and is good for the day.</summary>
    Current = 2,

    /// <summary>Every item passed, one or more are no longer good for the day.</summary>
    Expired = 3,

    /// <summary>An item failed.</summary>
    Failed = 4,
}

/// <summary>What was found of one item.</summary>
[GenerateSerializer, Immutable, Alias("sg.DiligenceFinding")]
public sealed record DiligenceFinding(
    [property: Id(0)] string Item,
    [property: Id(1)] DiligenceResult Result,
    [property: Id(2)] string Reference,
    [property: Id(3)] string By,
    [property: Id(4)] DateOnly On,
    [property: Id(5)] DateOnly ValidUntil,
    [property: Id(6)] string? Note = null);

/// <summary>The due diligence on one customer.</summary>
[GenerateSerializer, Immutable, Alias("sg.Diligence")]
public sealed record Diligence
{
    /// <summary>Nothing required beyond what the product ships, nothing found.</summary>
    public static Diligence None { get; } = new();

    /// <summary>What is required where nobody has said otherwise.</summary>
    public static ImmutableArray<DiligenceItem> Shipped { get; } =
    [
        new("business-licence", new("营业执照", "Business licence")),
        new("credit-report", new("信用报告", "Credit report")),
        new("background", new("背景调查", "Background check")),
        new("sanctions", new("制裁名单筛查", "Sanctions screening")),
    ];

    /// <summary>What is required of this customer; empty for what the product ships.</summary>
    [Id(0)] public ImmutableArray<DiligenceItem> Required { get; init; } = [];

    /// <summary>The newest finding of each item, also of items that are not required any more.</summary>
    [Id(1)] public ImmutableArray<DiligenceFinding> Findings { get; init; } = [];

    /// <summary>What has to be looked into.</summary>
    public ImmutableArray<DiligenceItem> Items() => Required.IsEmpty ? Shipped : Required;

    /// <summary>The finding of an item; null when there is none.</summary>
    public DiligenceFinding? Of(string item)
    {
        foreach (var finding in Findings)
        {
            if (finding.Item == item)
                return finding;
        }
        return null;
    }

    /// <summary>Last day every item is good for; null while an item is missing or failed.</summary>
    public DateOnly? GoodUntil()
    {
        DateOnly? until = null;
        foreach (var item in Items())
        {
            if (Of(item.Code) is not { Result: not DiligenceResult.Fail } finding)
                return null;
            if (until is null || finding.ValidUntil < until)
                until = finding.ValidUntil;
        }
        return until;
    }

    /// <summary>How it stands on a day.</summary>
    public DiligenceStanding StandingOn(DateOnly day)
    {
        var found = 0;
        var missing = false;
        foreach (var item in Items())
        {
            switch (Of(item.Code))
            {
                case null:
                    missing = true;
                    break;
                case { Result: DiligenceResult.Fail }:
                    return DiligenceStanding.Failed;
                default:
                    found++;
                    break;
            }
        }
        return found == 0 ? DiligenceStanding.None
            : missing ? DiligenceStanding.Incomplete
            : GoodUntil() < day ? DiligenceStanding.Expired
            : DiligenceStanding.Current;
    }
}
