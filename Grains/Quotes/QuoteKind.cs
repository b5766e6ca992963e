using SalesGrid.Subjects;

namespace SalesGrid.Quotes;

/// <summary>All the grid knows of a quote.</summary>
public static class QuoteKind
{
    /// <summary>The kind. Its events are the types that derive from <see cref="QuoteEvent"/>.</summary>
    public static SubjectKind<Quote, QuoteEvent> Kind { get; } = new("quote", Quote.None, (state, e, at) => state.Evolve(e, at))
    {
        OwnedBy = static (_, quote) => quote.Terms?.OwnerId,
        Needs = QuoteNeeds.Of,
        Tells = QuoteNeeds.Tells,
        Shown = QuoteProjection.View,
        TaggedBy = QuoteProjection.Tags,
        Timers = QuoteProjection.Timers,
        WarningCauses = QuoteProjection.WarningCauses,
        Facts = QuoteFactSource.Facts,
    };
}
