using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

public static partial class SalespersonRules
{
    private static Decision Grant(string id, GrantAuthority command, DecisionContext request, SalespersonContext context, Salesperson current)
    {
        var malformed = Refusal.All(Validation.Required("grade", command.Grade), Check(command));
        var found = malformed is null ? AuthorityOf(command) : null;
        if (Refusal.All(
                malformed,
                request.HasAny(Duties.People) ? null : ControlPoints.AuthorityMustComeFromPeople.Refuse(),
                SubjectId.Same(request.Actor, id) ? ControlPoints.AuthorityMustComeFromAnother.Refuse() : null,
                malformed is null && found is null
                    ? ControlPoints.GradeMustBeKnown.RefuseField("grade", command.Grade, string.Join(", ", Grades.Shipped.Select(g => g.Code)))
                    : null,
                found is null ? null : CheckCurrencies(found, request, context)) is { } refusal)
            return refusal;
        var authority = found!;
        return authority == current.Authority
            ? Decision.Nothing
            : Decision.Record(new AuthorityGranted(authority, Period.Of(authority.BudgetPeriod, request.Today).From, request.Actor));
    }

    private static Refusal? CheckCurrencies(Authority authority, DecisionContext request, SalespersonContext context)
    {
        Refusal? refusal = null;
        var from = Period.Of(authority.BudgetPeriod, request.Today).From;
        foreach (var (field, account, limit, first) in new[]
        {
            ("discountBudget", Accounts.Discount, authority.DiscountBudget, (DateOnly?)from),
            ("salesAllowance", Accounts.Allowance, authority.SalesAllowance, null),
        })
        {
            if (Balances.OtherCurrency(context.Granted, account, limit, first) is { } other)
                refusal = Refusal.All(refusal, ControlPoints.AuthorityMustKeepCurrency.RefuseField(field, other, limit!.Value.Currency).Needing(limit.Value.Currency, other));
        }
        return refusal;
    }

    private static Refusal? Check(GrantAuthority command) => command.DiscountBasisPoints is null
        ? command is { DealSizeMax: null, DiscountBudget: null, SalesAllowance: null, BudgetPeriod: null }
            ? null
            : Validation.Invalid("discountBasisPoints", "逐项授权时不能为空", "it must be stated where anything but the grade is")
        : Refusal.All(
            command.DiscountBasisPoints is < 0 or > 10_000 ? Validation.Invalid("discountBasisPoints", "须在 0 与 10000 之间", "it must lie between 0 and 10,000") : null,
            Validation.OptionalAmount("dealSizeMax", command.DealSizeMax),
            Validation.OptionalAmount("discountBudget", command.DiscountBudget),
            Validation.OptionalAmount("salesAllowance", command.SalesAllowance),
            command.BudgetPeriod is { } length && !Enum.IsDefined(length) ? Validation.Invalid("budgetPeriod", "无此期间", "there is no such period") : null);

    private static Authority? AuthorityOf(GrantAuthority command) => command.DiscountBasisPoints is { } basisPoints
        ? new(command.Grade, basisPoints, command.DealSizeMax, command.DiscountBudget, command.SalesAllowance)
        {
            BudgetPeriod = command.BudgetPeriod ?? PeriodLength.Quarter,
        }
        : Grades.AuthorityOf(command.Grade);

    private static Decision Renew(Salesperson current, DecisionContext request)
    {
        if (!request.HasAny(Duties.Grid))
            return ControlPoints.TimeMustComeFromGrid.Refuse();
        return current.Authority is { } authority && Period.Of(authority.BudgetPeriod, request.Today).From is var from && from > current.BudgetFrom
            ? Decision.Record(new BudgetRenewed(from))
            : Decision.Nothing;
    }

    private static Decision Close(Salesperson current, DecisionContext request) =>
        !request.HasAny(Duties.Grid) ? ControlPoints.TimeMustComeFromGrid.Refuse()
        : current.ClosingBudgetSince is null ? Decision.Nothing
        : Decision.Record(new BudgetClosed());
}
