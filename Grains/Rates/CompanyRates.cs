using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Rates;

/// <summary>The state of the exchange rates: the fold of their events.</summary>
/// <param name="Number">Number of the table stated last.</param>
/// <param name="Tables">The approved ones, the newest last.</param>
/// <param name="Waiting">What waits to be approved.</param>
[GenerateSerializer, Immutable, Alias("sg.CompanyRates")]
public sealed record CompanyRates(
    [property: Id(0)] int Number,
    [property: Id(1)] ImmutableArray<RateTable> Tables,
    [property: Id(2)] StatedRates? Waiting)
{
    /// <summary>Most tables kept: more than a year of daily ones. The oldest makes way; it stays in the history.</summary>
    public const int TablesMax = 400;

    /// <summary>Most pairs in all tables together, so that they fit the smallest store.</summary>
    public const int PairsMax = 4_000;

    /// <summary>No rates.</summary>
    public static CompanyRates None { get; } = new(0, [], null);

    /// <summary>The state after one more event.</summary>
    public CompanyRates Evolve(RateEvent happened) => happened switch
    {
        RatesStated e => this with { Number = e.Number, Waiting = new(e.Number, e.ValidFrom, e.Rates, e.Source, e.By) },
        RatesApproved e => this with
        {
            Tables = Kept(Tables.Add(new(e.Number, Waiting!.ValidFrom, Waiting.Rates, Waiting.Source, Waiting.By, e.By))),
            Waiting = null,
        },
        RatesRejected => this with { Waiting = null },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The rates as seen from outside; null while none were ever stated.</summary>
    public static RatesView? View(string id, SubjectRecord<CompanyRates> record) =>
        record.State is { Number: > 0 } state ? new(id, record.Version, state.Tables, state.Waiting) : null;

    private static ImmutableArray<RateTable> Kept(ImmutableArray<RateTable> tables)
    {
        var pairs = tables.Sum(t => t.Rates.Length);
        var drop = 0;
        while (drop < tables.Length - 1 && (tables.Length - drop > TablesMax || pairs > PairsMax))
            pairs -= tables[drop++].Rates.Length;
        return tables[drop..];
    }
}
