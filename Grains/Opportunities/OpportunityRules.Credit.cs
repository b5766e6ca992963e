using System.Collections.Immutable;
using SalesGrid.Accounting;
using SalesGrid.Salespeople;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// To whom a win is credited, and in which parts.
public static partial class OpportunityRules
{
    private static Decision Split(Opportunity current, SplitCredit command, OpportunityContext context) => Credit(current, command.Shares, command.Reason,
        Validation.Optional("reason", command.Reason, Validation.MaxTextLength), context);

    private static Decision Correct(Opportunity current, CorrectCredit command, OpportunityContext context) => current.Status != OpportunityStatus.Won
        ? ControlPoints.CorrectedMustBeWon.Refuse()
        : Credit(current, command.Shares, command.Reason, Refusal.All(
            Validation.Required("reason", command.Reason, Validation.MaxTextLength),
            // The figures of a closed month are what they were closed with.
            OpenMonths.Check(null, current.ClosedOn, context.ClosedMonths)), context);

    private static Decision Credit(Opportunity current, ImmutableArray<StatedShare> stated, string? reason, Refusal? wrong, OpportunityContext context)
    {
        if (Refusal.All(
                wrong,
                CheckList("shares", stated, CreditShare.Max, share => share is { BasisPoints: >= 1 and <= CreditShare.Whole } && SubjectId.IsValid(share.Person)),
                CheckDistinct("shares", stated, share => share?.Person)) is { } malformed)
            return malformed;
        if (stated.Length > 0 && stated.Sum(s => s.BasisPoints) is var sum and not CreditShare.Whole)
            return ControlPoints.SharesMustMakeWhole.RefuseField("shares", sum, CreditShare.Whole).Needing(sum, CreditShare.Whole);
        Refusal? found = null;
        var shares = new List<CreditShare>(stated.Length);
        for (var i = 0; i < stated.Length; i++)
        {
            found = Refusal.All(found, CheckShare($"shares[{i}].person", current, stated[i], context));
            if (context.People.TryGetValue(stated[i].Person, out var person))
                shares.Add(ShareOf(current, person, stated[i].BasisPoints));
        }
        // Whoever had shares loses theirs to the owner, who may be the one for whom it is done.
        if (stated.IsEmpty && found is null && current.ShareOf(current.Attribution.OwnerId) < CreditShare.Whole && ActsForOwner(context))
            found = ControlPoints.GainerMustNotSplit.RefuseField("shares", context.Request.Actor);
        if (found is not null)
            return found;
        ImmutableArray<CreditShare> split = shares is [{ BasisPoints: CreditShare.Whole } all] && SubjectId.Same(all.Person, current.Attribution.OwnerId) ? []
            : [.. shares.OrderByDescending(s => s.BasisPoints).ThenBy(s => s.Person, StringComparer.Ordinal)];
        return split.SequenceEqual(current.File?.Credit ?? []) ? Decision.Nothing : Decision.Record(new CreditSplit([.. split], reason));
    }

    private static Refusal? CheckShare(string field, Opportunity current, StatedShare share, OpportunityContext context)
    {
        var had = current.ShareOf(share.Person);
        var person = context.People.GetValueOrDefault(share.Person);
        var isKnown = person is { Active: true } || (person is not null && (had > 0
            || SubjectId.Same(share.Person, current.Attribution.OwnerId) || current.File?.WasInTeam(share.Person) == true));
        return Refusal.All(
            isKnown ? null : ControlPoints.CreditedMustBeKnown.RefuseField(field, share.Person),
            share.BasisPoints > had && (person?.IsActedForBy(context.Request.Actor, context.Today) ?? SubjectId.Same(share.Person, context.Request.Actor))
                ? ControlPoints.GainerMustNotSplit.RefuseField(field, context.Request.Actor)
                : null);
    }

    private static bool ActsForOwner(OpportunityContext context) => context.PresentOwner?.IsActedForBy(context.Request.Actor, context.Today) == true;

    // The owner's part is credited as the opportunity is; another's where that person is today.
    private static CreditShare ShareOf(Opportunity current, SalespersonView person, int basisPoints) => SubjectId.Same(person.Id, current.Attribution.OwnerId)
        ? new(current.Attribution.OwnerId, current.Attribution.Team, current.Attribution.Region, basisPoints)
        : new(person.Id, person.Place.Team, person.Place.Region, basisPoints);
}
