using SalesGrid.Reservations;
using SalesGrid.Pools;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>What the rules of a customer must know of its surroundings.</summary>
/// <param name="Granted">What it has granted to contracts.</param>
/// <param name="Pool">The rules of the pool.</param>
/// <param name="Owner">The salesperson who holds it; null for none, or where it makes no difference.</param>
/// <param name="Taker">The salesperson it is to be given to; null when there is none of that id.</param>
public sealed record CustomerContext(GrantedReservations Granted, PoolPolicy Pool, SalespersonView? Owner = null, SalespersonView? Taker = null)
{
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
        RegisterCustomer c => Register(id, c.Profile, request),
        _ when current.Profile is null => ControlPoints.CustomerMustExist.Refuse(id),
        AmendCustomer c => Amend(id, current, c.Profile, request),
        NoteGivenBack c => GiveBack(current, c, request),
        RequireDiligence or RecordDiligence => DiligenceRules.Decide(current, command, request, context),
        RequestCredit or GrantCredit or SuspendCredit => CreditRules.Decide(id, current, command, request, context),
        PutContact or WithdrawConsent or RemoveContact => ContactRules.Decide(current, command, request, context),
        Classify or RecordFollowUp or NoteDeal => CareRules.Decide(current, command, request, context),
        _ => OwnershipRules.Decide(id, current, command, request, context),
    };

    /// <summary>Names a hold the customer takes, by the version it is taken at; see <c>SubjectGrain.TokenFor</c>.</summary>
    internal static string TokenFor(string id, DecisionContext request, string purpose) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"customer/{id}@{request.Version}:{purpose}");

    /// <summary>Refused unless the caller looks after the customer: its owner, who acts for them, or a manager.</summary>
    internal static Refusal? MustBeOnesOwn(Customer current, DecisionContext request, CustomerContext context)
    {
        if (request.HasAny(Duties.Manager))
            return null;
        return current.File switch
        {
            { Place: { } place } when !IsOwner(place, request, context) => ControlPoints.CustomerMustBeOnesOwn.Refuse(place.SalespersonId, place.SalespersonId),
            { InPool: true } => ControlPoints.CustomerMustBeOnesOwn.Refuse("公海", "nobody: it is in the pool"),
            _ => null,
        };
    }

    /// <summary>True for whoever holds the customer, and for whoever acts for them.</summary>
    internal static bool IsHeldBy(Customer current, DecisionContext request, CustomerContext context) =>
        current.File?.Place is { } place && IsOwner(place, request, context);

    /// <summary>Refused while so much is to be given back that more would not be kept.</summary>
    internal static Refusal? MustHaveSettled(Customer current) =>
        current.File?.Owed.Length >= CustomerFile.OwedMax ? ControlPoints.EarlierStepsMustBeSettled.Refuse(current.File.Owed.Length) : null;

    private static bool IsOwner(Place place, DecisionContext request, CustomerContext context) =>
        place.SalespersonId == request.Actor || context.Owner?.IsActedForBy(request.Actor, request.Today) == true;

    private static Decision Register(string id, CustomerProfile stated, DecisionContext request)
    {
        var profile = stated with { CreditCode = CreditCode.Normalise(stated.CreditCode) };
        return Check(profile) is { } refusal
            ? refusal
            : Decision.Record(new CustomerRegistered(profile, profile.CreditCode is null ? null : TokenFor(id, request, "identity")));
    }

    private static Decision Amend(string id, Customer current, CustomerProfile stated, DecisionContext request)
    {
        var profile = stated with { CreditCode = CreditCode.Normalise(stated.CreditCode) };
        if (Check(profile) is { } refusal)
            return refusal;
        if (profile == current.Profile)
            return Decision.Nothing;
        var changesCode = profile.CreditCode != current.Profile!.CreditCode;
        if (changesCode && MustHaveSettled(current) is { } unsettled)
            return unsettled;
        return Decision.Record(new CustomerAmended(profile, changesCode && profile.CreditCode is not null ? TokenFor(id, request, "identity") : null));
    }

    private static Decision GiveBack(Customer current, NoteGivenBack command, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        return current.File?.Owed.Any(o => o.Provider == command.Owner && o.Token == command.Token) == true
            ? Decision.Record(new ReservationReturned(command.Owner, command.Token))
            : Decision.Nothing;
    }

    private static Refusal? Check(CustomerProfile profile) => Validation.First(
        Validation.Required("name", profile.Name),
        Validation.Optional("sector", profile.Sector),
        Validation.Optional("city", profile.City),
        Validation.Optional("country", profile.Country),
        Validation.OptionalId("parent", profile.Parent),
        profile.Employees is < 0 ? Validation.Invalid("employees", "不能为负", "it must not be negative") : null,
        profile.YearEstablished is < 1000 or > 2199
            ? Validation.Invalid("yearEstablished", "须在 1000 与 2199 之间", "it must lie between 1000 and 2199")
            : null,
        Validation.OptionalAmount("annualRevenue", profile.AnnualRevenue),
        Validation.Optional("creditCode", profile.CreditCode),
        profile.CreditCode is { } code && !CreditCode.IsValid(code) ? ControlPoints.CreditCodeMustBeValid.RefuseField("creditCode", code) : null);
}
