using System.Globalization;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Salespeople;

/// <summary>What a salesperson is watched for, and what the grid sends them in time. Both follow from the record alone.</summary>
public static class SalespersonWarnings
{
    /// <summary>Criterion: a mandatory qualification ends within so many days, or was never passed.</summary>
    public const string TrainingExpiring = "training-expiring";

    /// <summary>Criterion: somebody stops acting for the person within so many days.</summary>
    public const string DelegationEnding = "delegation-ending";

    /// <summary>Criterion: so many percent of the sales allowance are reserved.</summary>
    public const string AllowanceNearlyUsed = "allowance-nearly-used";

    /// <summary>Criterion: so many percent of the discount budget are used.</summary>
    public const string DiscountNearlyUsed = "discount-nearly-used";

    /// <summary>Criterion: the open pipeline is less than so many percent of what the target still needs.</summary>
    public const string CoverageBelowNeed = "coverage-below-need";

    /// <summary>Criterion: somebody was deactivated so many days ago and still has business in hand.</summary>
    public const string LeaverHasBusiness = "leaver-has-business";

    /// <summary>What a person is warned about; once deactivated, what their manager is.</summary>
    public static IEnumerable<WarningCause> Of(string id, SubjectRecord<Salesperson> record, WarningPolicy policy) =>
        record.State is { Active: true } person
            ? Training(id, person, policy).Concat(Delegations(id, person, policy)).Concat(Drawn(id, record, policy)).Concat(Covered(id, person, policy))
            : Left(id, record.State, policy);

    /// <summary>The commands the grid sends in time.</summary>
    public static IEnumerable<Timed> Timers(Salesperson person)
    {
        if (person is { Authority: { } authority, BudgetFrom: { } from })
            yield return new(Everywhere(Period.Of(authority.BudgetPeriod, from).To.AddDays(1)), new RenewBudget());
        if (person is { Active: true, NextCoverageOn: { } on })
            yield return new(Everywhere(on), new CheckCoverage());
        if (person.Planned is { } planned)
            yield return new(Everywhere(planned.From), new TakePlannedPlace());
        if (person is { Active: false, Portfolio: { Total: > 0 } left })
            yield return new(Everywhere(left.On.AddDays(1)), new CountPortfolio());
    }

    private static IEnumerable<WarningCause> Left(string id, Salesperson person, WarningPolicy policy)
    {
        if (person is not { Portfolio: { Total: > 0 and var total } left, LeftAt: { } at } || policy.Of(LeaverHasBusiness) is not { } criterion)
            yield break;
        var parts = string.Join(", ", left.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Part} {p.Count}")));
        yield return new(LeaverHasBusiness, $"{at.UtcDateTime:yyyyMMddHHmmss}", at.AddDays(criterion.Days),
            new($"已停用的 {id} 名下仍有 {total} 项在手业务:{parts}。", $"{id}, who was deactivated, still has {total} objects in hand: {parts}."), id, person.ManagerId);
    }

    private static IEnumerable<WarningCause> Training(string id, Salesperson person, WarningPolicy policy)
    {
        if (person.Qualifications.IsEmpty || policy.Of(TrainingExpiring) is not { } criterion)
            yield break;
        foreach (var q in person.Qualifications)
        {
            var never = q.ValidUntil == Salesperson.NeverPassed;
            yield return new(TrainingExpiring, $"{q.Code}:{Text(q.ValidUntil)}", Everywhere(never ? q.ValidUntil : q.ValidUntil.AddDays(-criterion.Days)),
                never
                    ? new($"必需的资质或培训“{q.Name}”尚未通过。", $"Mandatory qualification {q.Name} has not been passed.")
                    : new($"资质或培训“{q.Name}”于 {Text(q.ValidUntil)} 到期。", $"Qualification {q.Name} ends on {Text(q.ValidUntil)}."),
                id, person.ManagerId);
        }
    }

    private static IEnumerable<WarningCause> Delegations(string id, Salesperson person, WarningPolicy policy)
    {
        if (person.Delegations.IsEmpty || policy.Of(DelegationEnding) is not { } criterion)
            yield break;
        // Several of the same days, for several acts, end as one.
        foreach (var d in person.Delegations.DistinctBy(d => (d.To, d.From, d.Until)))
        {
            var at = d.Until.AddDays(-criterion.Days);
            yield return new(DelegationEnding, $"{d.To}:{Text(d.From)}:{Text(d.Until)}", Everywhere(at < d.From ? d.From : at),
                new($"给 {d.To} 的委托于 {Text(d.Until)} 结束。", $"The delegation to {d.To} ends on {Text(d.Until)}."), id, person.ManagerId);
        }
    }

    private static IEnumerable<WarningCause> Drawn(string id, SubjectRecord<Salesperson> record, WarningPolicy policy)
    {
        if (record.State.Authority is not { } authority || record.Granted is not { Count: > 0 } granted)
            yield break;
        if (authority.SalesAllowance is { } allowance && policy.Of(AllowanceNearlyUsed) is { } most
            && Near(granted, Accounts.Allowance, allowance, null, most.Percent) is { } usedAllowance)
        {
            yield return new(AllowanceNearlyUsed, usedAllowance.Occasion, usedAllowance.At,
                new($"销售额度 {allowance} 已占用 {usedAllowance.Used}。", $"{usedAllowance.Used} of the sales allowance of {allowance} are reserved."), id, record.State.ManagerId);
        }
        if (authority.DiscountBudget is { } budget && policy.Of(DiscountNearlyUsed) is { } nearly
            && Near(granted, Accounts.Discount, budget, LatestPeriod(record.State, authority, granted), nearly.Percent) is { } usedBudget)
        {
            yield return new(DiscountNearlyUsed, usedBudget.Occasion, usedBudget.At,
                new($"本期折扣额度 {budget} 已用 {usedBudget.Used}。", $"{usedBudget.Used} of the period's discount budget of {budget} are used."), id, record.State.ManagerId);
        }
    }

    /// <summary>An account that is used up so far, and the month of its latest draw: it warns once a month and limit.</summary>
    private static (Money Used, string Occasion, DateTimeOffset At)? Near(GrantedReservations granted, string account, Money limit, DateOnly? from, int percent)
    {
        var used = granted.SumOf(account, limit.Currency, from);
        var latest = granted.LatestMonthOf(account) ?? DateOnly.MinValue;
        return used > 0 && (Int128)used * 100 >= (Int128)limit.MinorUnits * percent
            ? (new(used, limit.Currency),
                string.Create(CultureInfo.InvariantCulture, $"{latest:yyyy-MM}:{limit.MinorUnits}"),
                Anywhere(latest))
            : null;
    }

    /// <summary>First day of the budget period as far as the record knows: the one begun last, or drawn in last.</summary>
    private static DateOnly? LatestPeriod(Salesperson person, Authority authority, GrantedReservations granted)
    {
        var begun = person.BudgetFrom ?? DateOnly.MinValue;
        return Period.Of(authority.BudgetPeriod, granted.LatestMonthOf(Accounts.Discount) is { } drawn && drawn > begun ? drawn : begun).From;
    }

    private static IEnumerable<WarningCause> Covered(string id, Salesperson person, WarningPolicy policy)
    {
        if (person.Coverage is not { } c || policy.Of(CoverageBelowNeed) is not { } criterion || !c.IsBelow(criterion.Percent))
            yield break;
        Money open = new(c.OpenMinor, c.Currency), remaining = new(c.RemainingMinor, c.Currency);
        yield return new(CoverageBelowNeed, c.Period, Anywhere(c.On),
            new($"{c.Period}:在手管道 {open},目标尚差 {remaining},不足 {criterion.Percent}%。",
                $"{c.Period}: the open pipeline of {open} is below {criterion.Percent}% of the {remaining} still to be won."), id, person.ManagerId);
    }

    /// <summary>A moment at which the day has begun in every zone business days may be counted in.</summary>
    private static DateTimeOffset Everywhere(DateOnly day) => new(day, new(12, 0), TimeSpan.Zero);

    /// <summary>The first moment at which the day has begun in some zone.</summary>
    private static DateTimeOffset Anywhere(DateOnly day) =>
        day == DateOnly.MinValue ? DateTimeOffset.MinValue : new DateTimeOffset(day, default, TimeSpan.Zero).AddHours(-14);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
