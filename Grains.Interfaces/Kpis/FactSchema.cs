using System.Collections.Immutable;

namespace SalesGrid.Kpis;

/// <summary>
/// The facts the objects of a kind contribute to the KPIs: what they can be grouped and filtered by, what is added up, and the
/// figures that are formed from the sums.
/// </summary>
/// <param name="Kind">The kind, e.g. <c>contract</c>.</param>
/// <param name="Dimensions">What objects can be grouped by; every one of them filters the list as well.</param>
/// <param name="Measures">What is added up, by name. Whole numbers; money in minor units of the group's currency.</param>
/// <param name="Figures">What an answer says of a group.</param>
public sealed record FactSchema(
    string Kind,
    ImmutableArray<string> Dimensions,
    ImmutableArray<string> Measures,
    ImmutableArray<Figure> Figures)
{
    /// <summary>Currency of the amounts; amounts of two currencies are never added.</summary>
    public const string Currency = "currency";

    /// <summary>Month of the period day, <c>yyyy-MM</c>; see <see cref="KpiQuery"/>.</summary>
    public const string Month = "month";

    /// <summary>Quarter of the period day, <c>yyyy-Qn</c>.</summary>
    public const string Quarter = "quarter";

    /// <summary>Year of the period day, <c>yyyy</c>.</summary>
    public const string Year = "year";

    /// <summary>Who owns the object. Every kind whose objects somebody owns has it, with the very owner who has standing: reading is limited by it.</summary>
    public const string Owner = "owner";

    /// <summary>Sort by id: the only one an object never changes its place in.</summary>
    public const string Id = "id";

    /// <summary>Dimensions whose values are known beforehand, and these values.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Choices { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Groups of people an object has, each of which a list can be narrowed by, such as <c>member</c>: an object has several of each, so that they are no dimensions.</summary>
    public ImmutableArray<string> People { get; init; } = [];

    /// <summary>
    /// Of a kind whose objects are credited to people in parts: the dimensions in which a part lies where its person does. Empty for any other kind. See
    /// <see cref="KpiQuery.ByCredit"/>.
    /// </summary>
    public ImmutableArray<string> CreditedBy { get; init; } = [];

    /// <summary>True for a kind whose objects are credited to people in parts.</summary>
    public bool HasCredit => !CreditedBy.IsEmpty;

    /// <summary>Dimensions and numbers a list can be sorted by, beside <see cref="Id"/>.</summary>
    public ImmutableArray<string> Sorts { get; init; } = [];

    /// <summary>Numbers that are days: a list can be bounded by them.</summary>
    public ImmutableArray<string> Days { get; init; } = [];

    /// <summary>The number that is an amount, minor units: comparing it means something within one currency only. Null for none.</summary>
    public string? Amount { get; init; }

    /// <summary>Place of a measure in the sums.</summary>
    public int PlaceOf(string measure) => Measures.IndexOf(measure);
}

/// <summary>The sums of one group.</summary>
/// <param name="Values">A sum for each measure of the kind, in its order.</param>
/// <param name="Count">Number of objects in the group.</param>
/// <param name="Today">The business day of the answer.</param>
public readonly record struct FactSums(ImmutableArray<Int128> Values, long Count, DateOnly Today)
{
    /// <summary>Sum of one measure; 0 for a group nothing is in.</summary>
    public Int128 this[int place] => Values.IsDefaultOrEmpty ? 0 : Values[place];
}

/// <summary>Something an answer says of a group, formed from its sums.</summary>
/// <param name="Name">Its name in the answer.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Of">The sum it is.</param>
/// <param name="Per">What the sum is divided by; null for 1. Where it is 0 the figure has no meaning.</param>
public sealed record Figure(string Name, FigureUnit Unit, Func<FactSums, Int128> Of, Func<FactSums, Int128>? Per = null);

/// <summary>What a figure counts.</summary>
public enum FigureUnit
{
    /// <summary>Whole numbers.</summary>
    Count,

    /// <summary>Money; null in a group of several currencies.</summary>
    Money,

    /// <summary>A ratio or a mean.</summary>
    Ratio,

    /// <summary>A ratio of amounts; null in a group of several currencies.</summary>
    MoneyRatio,
}
