using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;

namespace SalesGrid.Contracts;

/// <summary>What a contract needs of others, and what they are to know of it. Both follow from its state alone.</summary>
internal static class ContractNeeds
{
    /// <summary>
    /// Its quotes, the one it is drawn up from and the one that is signed, for itself alone until it is terminated; and what is signed for
    /// and not received, of its owner's allowance and its customer's credit.
    /// </summary>
    public static ImmutableArray<Need> Of(string id, Contract contract)
    {
        if (contract is not { Content: { } content, Terminated: false })
            return [];
        var needs = ImmutableArray.CreateBuilder<Need>(4);
        needs.Add(new(ClaimOf.ContractSubject(content.QuoteId), ClaimOf.Contract));
        if (contract.Signed is { } signed)
        {
            if (signed.QuoteId != content.QuoteId)
                needs.Add(new(ClaimOf.ContractSubject(signed.QuoteId), ClaimOf.Contract));
            if (contract.Outstanding is { MinorUnits: > 0 } open)
            {
                needs.Add(new(SalespersonKind.Kind.SubjectOf(signed.OwnerId), Accounts.Allowance, open));
                needs.Add(new(CustomerKind.Kind.SubjectOf(content.CustomerId), CreditAccount.Name, open));
            }
        }
        return needs.ToImmutable();
    }

    /// <summary>Its opportunity knows whether it stands. Its customer knows that it was signed: one deal, however often it is amended.</summary>
    public static ImmutableArray<Telling> Tells(string id, Contract contract) => contract is not { Content: { } content } ? [] :
    [
        new("document", contract.Stands ? "stands" : null,
            [new(OpportunityKind.Kind.SubjectOf(content.OpportunityId), new NoteDocument(DocumentKind.Contract, id, contract.Stands))]),
        new("deal", contract.Signed is null ? null : "signed",
            contract.Signed is { } signed ? [new(CustomerKind.Kind.SubjectOf(content.CustomerId), new NoteDeal(id, signed.Amount, signed.SignedOn))] : []),
    ];
}
