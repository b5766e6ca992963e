using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SalesGrid.Subjects;

namespace SalesGrid.Kpis;

/// <summary>What every row of facts has.</summary>
/// <remarks>Rows are values, so that a bucket's rows lie in a few arrays and are changed where they lie: nothing is left to be collected.</remarks>
public interface IFactRow
{
    /// <summary>Id of the object.</summary>
    string Id { get; }

    /// <summary>The object's version the row was made from.</summary>
    int Version { get; }

    /// <summary>Sequence in the bucket of the object's last event.</summary>
    long Seq { get; }

    /// <summary>How many of its refused commands were recorded one by one.</summary>
    int Refusals { get; set; }
}

/// <summary>Something of a row.</summary>
public delegate T OfRow<TRow, out T>(in TRow row);

/// <summary>A row's value of a dimension; null where it has none.</summary>
/// <param name="row">The row.</param>
/// <param name="today">The business day ages are counted to.</param>
public delegate string? DimensionOf<TRow>(in TRow row, DateOnly today);

/// <summary>Writes what a row adds to each measure of its kind, in their order.</summary>
/// <param name="row">The row.</param>
/// <param name="sums">One place for each measure, all 0.</param>
public delegate void MeasuresOf<TRow>(in TRow row, Span<Int128> sums);

/// <summary>Whether somebody is among the people of one sort a row has.</summary>
public delegate bool IsAmong<TRow>(in TRow row, string person);

/// <summary>Makes the row of an object.</summary>
/// <param name="row">The row as it was; the default for an object that has none yet.</param>
/// <param name="id">Id of the object.</param>
/// <param name="record">The object.</param>
/// <param name="context">What rows share.</param>
/// <returns>False for an object that contributes nothing; the row is as it was then.</returns>
public delegate bool WriteRow<TState, TRow>(ref TRow row, string id, SubjectRecord<TState> record, FactContext context);

/// <summary>What the rows of a bucket share.</summary>
/// <param name="dayOf">The business day of a moment.</param>
public sealed class FactContext(Func<DateTimeOffset, DateOnly> dayOf)
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<object, object> values = [];

    /// <summary>The business day of a moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => dayOf(at);

    /// <summary>The same text for all rows that have it: a team's name is held once, not once a row.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Shared(string? text)
    {
        if (text is null)
            return null;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(texts, text, out _);
        return known ??= text;
    }

    /// <summary>The same value for all rows that have it. Values compare by what is in them.</summary>
    /// <param name="value">The value.</param>
    /// <param name="held">The same to be held, made the first time: of texts that are shared.</param>
    public T Shared<T>(T value, Func<T, FactContext, T> held) where T : class
    {
        if (values.TryGetValue(value, out var known))
            return (T)known;
        var first = held(value, this);
        values.Add(first, first);
        return first;
    }
}

/// <summary>The facts of a kind, as the projection sees them.</summary>
public interface IFactSource
{
    /// <summary>What they are.</summary>
    FactSchema Schema { get; }

    /// <summary>A table for the objects of a bucket.</summary>
    IFactTable NewTable(FactContext context);
}

/// <summary>How the objects of a kind become rows, and the rows facts. Said once, in the kind's registration.</summary>
/// <param name="schema">What the facts are.</param>
public sealed class Facts<TState, TRow>(FactSchema schema) : IFactSource where TRow : struct, IFactRow
{
    private FrozenDictionary<string, DimensionOf<TRow>>? all;

    /// <inheritdoc/>
    public FactSchema Schema => schema;

    /// <summary>Makes rows.</summary>
    public required WriteRow<TState, TRow> Write { get; init; }

    /// <summary>What a row adds.</summary>
    public required MeasuresOf<TRow> Measures { get; init; }

    /// <summary>The dimensions by name; those of the currency and of the period day follow by themselves.</summary>
    public required IReadOnlyDictionary<string, DimensionOf<TRow>> Dimensions { get; init; }

    /// <summary>Dimensions whose value changes because a day has passed.</summary>
    public IReadOnlySet<string> ByDay { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Currency of the row's amounts; null for none.</summary>
    public required OfRow<TRow, string?> Currency { get; init; }

    /// <summary>The day the row counts on; null for none.</summary>
    public required OfRow<TRow, DateOnly?> PeriodOn { get; init; }

    /// <summary>Numbers a list can be sorted and bounded by: days by their day number, amounts in minor units.</summary>
    public IReadOnlyDictionary<string, OfRow<TRow, long?>> Numbers { get; init; } = FrozenDictionary<string, OfRow<TRow, long?>>.Empty;

    /// <summary>The people of an object by the names of <see cref="FactSchema.People"/>.</summary>
    public IReadOnlyDictionary<string, IsAmong<TRow>> People { get; init; } = FrozenDictionary<string, IsAmong<TRow>>.Empty;

    /// <summary>Whose objects a row counts among when it is listed by its people, beside its owner's; null for nobody's.</summary>
    public OfRow<TRow, ImmutableArray<string>>? SharedWith { get; init; }

    /// <summary>
    /// The parts a row is credited in: rows that add up to it, the owner's first with all that is not divided. Empty for one that is its owner's
    /// alone. Null for a kind that is not credited in parts.
    /// </summary>
    public OfRow<TRow, ImmutableArray<TRow>>? Credited { get; init; }

    /// <summary>What a list shows of a row; null where it shows the object as its kind shows it everywhere.</summary>
    public Func<TRow, DateOnly, object>? Shown { get; init; }

    /// <inheritdoc/>
    public IFactTable NewTable(FactContext context) => new FactTable<TState, TRow>(this, context);

    /// <summary>A dimension by its name.</summary>
    /// <exception cref="ArgumentException">The kind has no such dimension.</exception>
    public DimensionOf<TRow> DimensionFor(string name) => (all ??= All()).TryGetValue(name, out var dimension)
        ? dimension
        : throw new ArgumentException($"A {schema.Kind} has no dimension '{name}'.", nameof(name));

    /// <summary>People of an object by their name.</summary>
    /// <exception cref="ArgumentException">The kind has no such people.</exception>
    public IsAmong<TRow> PeopleFor(string name) => People.TryGetValue(name, out var among)
        ? among
        : throw new ArgumentException($"A {schema.Kind} has no people '{name}'.", nameof(name));

    private FrozenDictionary<string, DimensionOf<TRow>> All()
    {
        var (currency, periodOn) = (Currency, PeriodOn);
        var named = new Dictionary<string, DimensionOf<TRow>>(Dimensions, StringComparer.Ordinal)
        {
            [FactSchema.Currency] = (in row, _) => currency(row),
            [FactSchema.Month] = (in row, _) => periodOn(row) is { } day ? PeriodNames.Month(day) : null,
            [FactSchema.Quarter] = (in row, _) => periodOn(row) is { } day ? PeriodNames.Quarter(day) : null,
            [FactSchema.Year] = (in row, _) => periodOn(row) is { } day ? PeriodNames.Year(day) : null,
        };
        return schema.Dimensions.ToFrozenDictionary(name => name, name => named[name], StringComparer.Ordinal);
    }
}
