using System.Collections.Immutable;
using SalesGrid.Opportunities;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;

namespace SalesGrid.Quotes;

/// <summary>What a quote needs of others, and what they are to know of it. Both follow from its state alone.</summary>
internal static class QuoteNeeds
{
    /// <summary>What its approved discount takes of a salesperson's budget.</summary>
    public static ImmutableArray<Need> Of(string id, Quote quote) => quote is { DrawsOn: { } person, Approval: { } approval }
        ? [new(SalespersonKind.Kind.SubjectOf(person), Accounts.Discount, approval.Totals.Discount)]
        : [];

    /// <summary>Its opportunity knows whether it stands.</summary>
    public static ImmutableArray<Telling> Tells(string id, Quote quote) => quote.Terms is not { } terms ? [] :
    [
        new("document", quote.Stands ? "stands" : null,
            [new(OpportunityKind.Kind.SubjectOf(terms.OpportunityId), new NoteDocument(DocumentKind.Quote, id, quote.Stands))]),
    ];
}
