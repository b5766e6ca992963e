using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace SalesGrid.Salespeople;

/// <summary>One salesperson. Key: <c>salesperson/{id}</c>.</summary>
[Alias("sg.ISalespersonGrain")]
public interface ISalespersonGrain : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Execute")]
    Task<Receipt> Execute(SalespersonCommand command, Envelope envelope);

    /// <summary>The salesperson as last committed; null when there is none.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<SalespersonView?> Get();

    /// <summary>Their conduct record, newest last: at most 50 entries, the others are in the ledger.</summary>
    [Alias("Conduct"), AlwaysInterleave]
    Task<ImmutableArray<ConductEntry>> Conduct();

    /// <summary>Their last handover, as far as it is; null where there was none.</summary>
    [Alias("LastHandover"), AlwaysInterleave]
    Task<Handover?> LastHandover();

    /// <summary>What a handover would move, everything acknowledged before the question included; null when there is no such person.</summary>
    /// <param name="to">The successor to ask about; null for nobody.</param>
    /// <param name="part">The one sort to list; null for all.</param>
    /// <param name="after">List from after this id; null from the first.</param>
    /// <param name="limit">Most ids of each sort, 1 to 500.</param>
    [Alias("PreviewHandover"), AlwaysInterleave]
    Task<HandoverPreview?> PreviewHandover(string? to, string? part, string? after, int limit);

    /// <summary>The same of a handover to several: to whom each object would go, and why it could not be so.</summary>
    /// <param name="plan">The handover.</param>
    /// <param name="envelope">Who would order it.</param>
    /// <param name="part">The one sort to list; null for all.</param>
    /// <param name="after">List from after this id; null from the first.</param>
    /// <param name="limit">Most ids of each sort, 1 to 500.</param>
    [Alias("PreviewShares"), AlwaysInterleave]
    Task<HandoverPreview?> PreviewShares(HandOverPortfolio plan, Envelope envelope, string? part, string? after, int limit);
}

/// <summary>A salesperson as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.SalespersonView")]
public sealed record SalespersonView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Name,
    [property: Id(3)] Placing Place,
    [property: Id(4)] bool Active,
    [property: Id(5)] DateTimeOffset RegisteredAt)
{
    /// <summary>What the person may decide alone; null where nobody has given them any authority.</summary>
    [Id(6)] public Authority? Authority { get; init; }

    /// <summary>What the person must be qualified for, by code.</summary>
    [Id(7)] public ImmutableArray<Qualification> Qualifications { get; init; } = [];

    /// <summary>Who acts for the person, and until when.</summary>
    [Id(8)] public ImmutableArray<Delegation> Delegations { get; init; } = [];

    /// <summary>What their accounts have left; empty where nobody has given them any authority.</summary>
    [Id(9)] public ImmutableArray<AccountBalance> Balances { get; init; } = [];

    /// <summary>The targets they have been told, by period.</summary>
    [Id(10)] public ImmutableArray<NotedTarget> Targets { get; init; } = [];

    /// <summary>Their pipeline beside their target, as last counted; null where it never was.</summary>
    [Id(11)] public Coverage? Coverage { get; init; }

    /// <summary>The unit the person is in; null where team, region and manager are as stated.</summary>
    [Id(12)] public string? Unit { get; init; }

    /// <summary>Where they are to be from a later day on; null where nothing is planned.</summary>
    [Id(13)] public PlannedUnit? Planned { get; init; }

    /// <summary>What somebody who was deactivated still has in hand, as last counted; null while they are active.</summary>
    [Id(14)] public PortfolioCount? Portfolio { get; init; }

    /// <summary>The version of the company whose tree the place was read from; null where it was not.</summary>
    [Id(15), JsonIgnore] public int? TreeSeen { get; init; }

    /// <summary>The number of the last placing by a reorganisation that they know; 0 for none.</summary>
    [Id(16), JsonIgnore] public int PlacedBy { get; init; }

    /// <summary>How often they were deactivated.</summary>
    [Id(17), JsonIgnore] public int TimesLeft { get; init; }

    /// <summary>The person with the place that a reorganisation has given them, whether or not they have recorded it yet.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="today">The business day.</param>
    public SalespersonView In(Units.UnitTree tree, DateOnly today) => tree.PlacingOf(Id, PlacedBy) is not { } placed ? this
        : placed.From is { } from && from > today ? this with { Planned = new(placed.Unit, from) }
        : this with { Unit = placed.Unit, Planned = null };

    /// <summary>The unit they are in on a day; null for none.</summary>
    public string? UnitOn(DateOnly day) => Planned is { } planned && planned.From <= day ? planned.Unit : Unit;

    /// <summary>The first qualification an act needs that has lapsed; null when none has.</summary>
    /// <param name="act">One of <see cref="Acts"/>.</param>
    /// <param name="today">The business day.</param>
    public Qualification? LapsedFor(string act, DateOnly today)
    {
        foreach (var qualification in Qualifications)
        {
            if (qualification.ValidUntil < today && qualification.Acts.Contains(act))
                return qualification;
        }
        return null;
    }

    /// <summary>
    /// True when somebody acts for this person on a day, in whatever act, or is this person: whoever does takes no part in what this person
    /// must take none in.
    /// </summary>
    public bool IsActedForBy(string actor, DateOnly today) =>
        SubjectId.Same(actor, Id) || Delegations.Any(d => SubjectId.Same(d.To, actor) && d.From <= today && today <= d.Until);
}

/// <summary>The unit a person is to be in from a day on.</summary>
[GenerateSerializer, Immutable, Alias("sg.PlannedUnit")]
public sealed record PlannedUnit([property: Id(0)] string Unit, [property: Id(1)] DateOnly From);

/// <summary>What a salesperson may decide alone (授权).</summary>
/// <param name="Grade">Grade, e.g. <c>senior</c>.</param>
/// <param name="DiscountBasisPoints">Largest discount on one quote, hundredths of a percent, 0 to 10,000.</param>
/// <param name="DealSizeMax">Largest quote or contract; null for no limit.</param>
/// <param name="DiscountBudget">Discount that may be given away in all before it is renewed; null for no limit.</param>
/// <param name="SalesAllowance">Contract value that may be outstanding at a time (销售额度); null for no limit.</param>
[GenerateSerializer, Immutable, Alias("sg.Authority")]
public sealed record Authority(
    [property: Id(0)] string Grade,
    [property: Id(1)] int DiscountBasisPoints,
    [property: Id(2)] Money? DealSizeMax,
    [property: Id(3)] Money? DiscountBudget,
    [property: Id(4)] Money? SalesAllowance)
{
    /// <summary>How often the discount budget is renewed.</summary>
    [Id(5)] public PeriodLength BudgetPeriod { get; init; } = PeriodLength.Quarter;
}

/// <summary>A qualification or training a person must have, with an end.</summary>
/// <param name="Code">Code, e.g. <c>product-safety</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Acts">The acts that need it; see <see cref="Salespeople.Acts"/>.</param>
/// <param name="ValidUntil">Last day it is good for; a day in the past when it was never passed.</param>
[GenerateSerializer, Immutable, Alias("sg.Qualification")]
public sealed record Qualification(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> Acts,
    [property: Id(3)] DateOnly ValidUntil)
{
    /// <summary>When it was last passed; null when it never was.</summary>
    [Id(4)] public DateOnly? PassedOn { get; init; }

    /// <summary>Number of the certificate, or where it is kept; null when it was never passed.</summary>
    [Id(5)] public string? Evidence { get; init; }
}

/// <summary>Somebody acts for somebody else for a time.</summary>
/// <param name="To">Salesperson id of who acts.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
[GenerateSerializer, Immutable, Alias("sg.Delegation")]
public sealed record Delegation([property: Id(0)] string To, [property: Id(1)] DateOnly From, [property: Id(2)] DateOnly Until)
{
    /// <summary>Why.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>What they do for them: names of commands, of kinds, of groups of commands. Null for everything the person may do.</summary>
    [Id(4)] public ImmutableArray<string>? Acts { get; init; }
}

/// <summary>Acts a qualification can be needed for.</summary>
public static class Acts
{
    /// <summary>Opening or taking on an opportunity, and advancing it.</summary>
    public const string Sell = "sell";

    /// <summary>Submitting a quote.</summary>
    public const string Quote = "quote";

    /// <summary>Signing a contract.</summary>
    public const string Contract = "contract";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Sell, Quote, Contract];
}
