using System.Collections.Immutable;
using SalesGrid.Pools;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>What the rules of a customer must know of its surroundings.</summary>
/// <param name="Granted">What it has granted to contracts.</param>
/// <param name="Pool">The rules of the pool.</param>
/// <param name="Owner">The salesperson who owns it; null for none, or where it makes no difference.</param>
/// <param name="Taker">The salesperson it is to be given to; null when there is none of that id.</param>
public sealed record CustomerContext(GrantedReservations Granted, PoolPolicy Pool, SalespersonView? Owner = null, SalespersonView? Taker = null)
{
    /// <summary>Most levels of parents: no group of companies is deeper.</summary>
    public const int LevelsMax = 10;

    /// <summary>
    /// The registered customers above, the stated parent first, at most <see cref="LevelsMax"/>; ends with the customer itself
    /// where its parents would lead back to it.
    /// </summary>
    public ImmutableArray<string> Above { get; init; } = [];

    /// <summary>The customer the stated parent was merged into; null where it was not.</summary>
    public string? ParentMergedInto { get; init; }

    /// <summary>The customer this one is to be merged into; null when there is none of that id.</summary>
    public CustomerView? Survivor { get; init; }

    /// <summary>How many documents of each sort are under way for it, where it is to be merged.</summary>
    public ImmutableArray<PartCount> Documents { get; init; } = [];

    /// <summary>Nothing granted, nobody known.</summary>
    public static CustomerContext None { get; } = new(GrantedReservations.None, PoolPolicy.Default);
}

/// <summary>The rules of a customer. Pure: the same arguments always give the same answer.</summary>
public static class CustomerRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        RegisterCustomer when current.Profile is not null => ControlPoints.CustomerMustBeNew.Refuse(id),
        RegisterCustomer c => Register(id, c, request, context),
        _ when current.Profile is null => ControlPoints.CustomerMustExist.Refuse(id),
        _ when MergeRules.Decide(id, current, command, request, context) is { } decision => decision,
        AmendCustomer c => Amend(id, current, c, request, context),
        LeaveParent c => Leave(current, c, request),
        RequireDiligence or RecordDiligence => DiligenceRules.Decide(current, command, request, context),
        RequestCredit or GrantCredit or SuspendCredit => CreditRules.Decide(id, current, command, request, context),
        PutContact or WithdrawConsent or RemoveContact => ContactRules.Decide(current, command, request, context),
        Classify or RecordFollowUp or NoteDeal => CareRules.Decide(current, command, request, context),
        _ => OwnershipRules.Decide(current, command, request, context),
    };

    /// <summary>Refused unless the caller looks after the customer: its owner, who acts for them, or a manager.</summary>
    internal static Refusal? MustBeOnesOwn(Customer current, DecisionContext request, CustomerContext context)
    {
        if (request.HasAny(Duties.Manager) || request.IsOnOwnersSide)
            return null;
        return current.File switch
        {
            { Place: { } place } when !(SubjectId.Same(place.SalespersonId, request.Actor) || context.Owner?.MayActFor(request.Actor, request.Today, request.Act) == true) => ControlPoints.CustomerMustBeOnesOwn.Refuse(place.SalespersonId, place.SalespersonId).Needing(by: Who.Person(place.SalespersonId)),
            { InPool: true } => ControlPoints.CustomerMustBeOnesOwn.Refuse("公海", "nobody: it is in the pool").Needing(by: Who.Self, command: "customer.pick"),
            _ => null,
        };
    }

    /// <summary>True for whoever owns the customer, and for whoever acts for them, in whatever.</summary>
    internal static bool IsHeldBy(Customer current, DecisionContext request, CustomerContext context) => current.File?.Place is { } place
        && (SubjectId.Same(place.SalespersonId, request.Actor) || context.Owner?.IsActedForBy(request.Actor, request.Today) == true);

    private static Decision Register(string id, RegisterCustomer command, DecisionContext request, CustomerContext context)
    {
        var (revenue, malformed) = StatedAmount.Resolve("annualRevenue", command.AnnualRevenue, null);
        var profile = new CustomerProfile(command.Name, command.Sector, command.Country, command.Parent, command.Employees,
            command.YearEstablished, revenue, CreditCode.Normalise(command.CreditCode), command.City);
        return Refusal.All(Check(profile, request) ?? malformed, CheckParent(id, profile.Parent, context)) is { } refusal
            ? refusal
            : Decision.Record(new CustomerRegistered(profile));
    }

    private static Decision Amend(string id, Customer current, AmendCustomer command, DecisionContext request, CustomerContext context)
    {
        var known = current.Profile!;
        var (revenue, malformed) = StatedAmount.Resolve("annualRevenue", command.AnnualRevenue.Value, known.AnnualRevenue?.Currency);
        var profile = new CustomerProfile(
            command.Name.After(known.Name)!,
            command.Sector.After(known.Sector),
            command.Country.After(known.Country),
            command.Parent.After(known.Parent),
            command.Employees.After(known.Employees),
            command.YearEstablished.After(known.YearEstablished),
            command.AnnualRevenue.IsStated ? revenue : known.AnnualRevenue,
            CreditCode.Normalise(command.CreditCode.After(known.CreditCode)),
            command.City.After(known.City));
        if (Refusal.All(
                Check(profile, request) ?? malformed,
                profile.Parent == known.Parent ? null : CheckParent(id, profile.Parent, context)) is { } refusal)
            return refusal;
        return profile == known ? Decision.Nothing : Decision.Record(new CustomerAmended(profile));
    }

    private static Refusal? CheckParent(string id, string? parent, CustomerContext context) =>
        parent is null || !SubjectId.IsValid(parent) ? null
        : parent == id ? ControlPoints.ParentMustBeAnother.RefuseField("parent")
        : context.Above.IsEmpty ? ControlPoints.ParentMustBeKnown.RefuseField("parent", parent)
        : context.ParentMergedInto is { } into ? ControlPoints.CustomerMustNotBeMerged.RefuseField("parent", parent, into)
        : context.Above.Contains(id) ? ControlPoints.ParentsMustNotCircle.RefuseField("parent", id, parent)
        : context.Above.Length >= CustomerContext.LevelsMax ? ControlPoints.ParentsMustBeFew.RefuseField("parent", parent, context.Above.Length)
        : null;

    private static Decision Leave(Customer current, LeaveParent command, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        return current.Profile!.Parent == command.Parent
            ? Decision.Record(new CustomerAmended(current.Profile with { Parent = null }))
            : Decision.Nothing;
    }

    private static Refusal? Check(CustomerProfile profile, DecisionContext request) => Refusal.All(
        Validation.Required("name", profile.Name),
        Validation.Optional("sector", profile.Sector),
        Validation.Optional("city", profile.City),
        Validation.Optional("country", profile.Country),
        Validation.OptionalId("parent", profile.Parent),
        profile.Employees is < 0 ? Validation.Invalid("employees", "不能为负", "it must not be negative") : null,
        profile.YearEstablished < PlausibleDays.FirstYearEstablished || profile.YearEstablished > request.Today.Year
            ? Validation.Invalid("yearEstablished", $"须在 {PlausibleDays.FirstYearEstablished} 与 {request.Today.Year} 之间", $"it must lie between {PlausibleDays.FirstYearEstablished} and {request.Today.Year}")
            : null,
        Validation.OptionalAmount("annualRevenue", profile.AnnualRevenue),
        Validation.Optional("creditCode", profile.CreditCode),
        profile.CreditCode is { } code && !CreditCode.IsValid(code) ? ControlPoints.CreditCodeMustBeValid.RefuseField("creditCode", code) : null);
}
