using System.Collections.Immutable;

namespace SalesGrid.Projections;

/// <summary>Which objects of a kind to list. Every condition must hold; a condition holds when one of its values does.</summary>
/// <remarks>Conditions and orders are facts of the kind. By id alone, and by tag, a kind without facts is listed as well.</remarks>
[GenerateSerializer, Immutable, Alias("sg.ListQuery")]
public sealed record ListQuery
{
    /// <summary>Most rows on one page.</summary>
    public const int MaxLimit = 500;

    /// <summary>Most values in one condition.</summary>
    public const int MaxValues = 100;

    /// <summary>The kind of object.</summary>
    [Id(0)] public string Kind { get; init; } = FactSchemas.DefaultKind;

    /// <summary>Values the dimensions must have.</summary>
    [Id(1)] public ImmutableArray<Condition> Where { get; init; } = [];

    /// <summary>Bounds the numbers must lie within.</summary>
    [Id(2)] public ImmutableArray<Bounds> Within { get; init; } = [];

    /// <summary>First period day, inclusive; null for no beginning. See <see cref="Kpis.KpiQuery"/>.</summary>
    [Id(3)] public DateOnly? From { get; init; }

    /// <summary>Last period day, inclusive; null for no end.</summary>
    [Id(4)] public DateOnly? To { get; init; }

    /// <summary>What to sort by; ties are broken by id, so the order is total.</summary>
    [Id(5)] public string Sort { get; init; } = Kpis.FactSchema.Id;

    /// <summary>True for largest first. Objects without the value come last either way.</summary>
    [Id(6)] public bool Descending { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    [Id(7)] public ListCursor? After { get; init; }

    /// <summary>Most rows to answer with, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(8)] public int Limit { get; init; } = 50;

    /// <summary>
    /// Sequence the bucket stood at when the first page was read; null on the first page. Objects that changed since come after
    /// all others, by id.
    /// </summary>
    [Id(9)] public long? Since { get; init; }

    /// <summary>What they must be tagged with, e.g. <c>customer:C-1</c>; null for all. Only where they are asked for by id.</summary>
    [Id(10)] public string? Tag { get; init; }

    /// <summary>Whose objects the asker may read; null for everybody's. What lies outside is neither listed nor counted.</summary>
    [Id(11)] public OwnerScope? Scope { get; init; }

    /// <summary>
    /// Who must be among the people of an object, such as its team: conditions by <see cref="Kpis.FactSchema.People"/>. With one, the asker reads
    /// what is shared with people of their scope as well.
    /// </summary>
    [Id(12)] public ImmutableArray<Condition> Among { get; init; } = [];
    /// <summary>Says that the asker reads no accounts; null for one who does. Only where they are asked for by id.</summary>
    [Id(13)] public NoAccounts? Without { get; init; }

    /// <summary>True when they are asked for by their ids alone, whatever their facts.</summary>
    public bool IsById => Where.IsEmpty && Among.IsEmpty && Within.IsEmpty && (From, To, Since) is (null, null, null) && Sort == Kpis.FactSchema.Id && !Descending;
}

/// <summary>Values a dimension must have.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Values">One of them must be the object's; null is the value of objects that have none.</param>
[GenerateSerializer, Immutable, Alias("sg.Condition")]
public sealed record Condition([property: Id(0)] string Dimension, [property: Id(1)] ImmutableArray<string?> Values);

/// <summary>Bounds a number must lie within, inclusive; an object without the number lies within none.</summary>
/// <param name="Number">The number: a day by its day number, an amount in minor units.</param>
/// <param name="From">Least; null for any.</param>
/// <param name="To">Most; null for any.</param>
[GenerateSerializer, Immutable, Alias("sg.Bounds")]
public sealed record Bounds([property: Id(0)] string Number, [property: Id(1)] long? From, [property: Id(2)] long? To);

/// <summary>The place of a row in a sorted list: its value, if it has one, and its id.</summary>
/// <param name="Number">Value of a numeric sort; null when the row has none.</param>
/// <param name="Text">Value of a textual sort; null when the row has none.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Changed">True for a row that changed since the first page was read: its place is by its id alone.</param>
[GenerateSerializer, Immutable, Alias("sg.ListCursor")]
public sealed record ListCursor(
    [property: Id(0)] long? Number,
    [property: Id(1)] string? Text,
    [property: Id(2)] string Id,
    [property: Id(3)] bool Changed = false)
{
    /// <summary>The place of a row in a list by id.</summary>
    public static ListCursor OfId(string id) => new(null, id, id);

    /// <summary>
    /// The order of a list: by value, missing values last, then by id. What changed since the first page comes after all that,
    /// by id: its value may have taken it from a page that is to come to one that has been read, or back.
    /// </summary>
    public static int Compare(ListCursor a, ListCursor b, bool descending)
    {
        if (a.Changed != b.Changed)
            return a.Changed ? 1 : -1;
        var byValue = a.Number is { } x && b.Number is { } y ? x.CompareTo(y)
            : a.Text is { } s && b.Text is { } t ? string.CompareOrdinal(s, t)
            : 0;
        var aMissing = a.Number is null && a.Text is null;
        var bMissing = b.Number is null && b.Text is null;
        if (aMissing != bMissing)
            return aMissing ? 1 : -1;
        if (byValue != 0)
            return descending ? -byValue : byValue;
        return string.CompareOrdinal(a.Id, b.Id);
    }
}

/// <summary>One object in a list.</summary>
/// <param name="Place">Its place.</param>
/// <param name="Row">What is shown of it, in its kind's own shape.</param>
[GenerateSerializer, Immutable, Alias("sg.ListedRow")]
public sealed record ListedRow([property: Id(0)] ListCursor Place, [property: Id(1)] object Row);

/// <summary>One bucket's part of a list.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Watermark">Sequence up to which the bucket's entries are in the rows.</param>
/// <param name="AsOf">When the entry at the watermark was decided; null when there is none.</param>
/// <param name="Total">How many objects meet the conditions, whatever page is asked for.</param>
/// <param name="Rows">The first rows after the cursor, in order.</param>
/// <param name="Day">The business day ages are counted to.</param>
[GenerateSerializer, Immutable, Alias("sg.ListPartial")]
public sealed record ListPartial(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] DateTimeOffset? AsOf,
    [property: Id(3)] long Total,
    [property: Id(4)] ImmutableArray<ListedRow> Rows,
    [property: Id(5)] DateOnly Day) : IBucketAnswer;
