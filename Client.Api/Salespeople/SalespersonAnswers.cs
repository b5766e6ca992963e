using System.Collections.Immutable;
using SalesGrid.Salespeople;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Salespeople;

/// <summary>An amount as answered.</summary>
/// <param name="Amount">Major units.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record AmountAnswer(decimal Amount, string Currency)
{
    /// <summary>The answer for an amount.</summary>
    public static AmountAnswer? Of(Money? money) => money is { } m ? new(m.Major, m.Currency) : null;
}

/// <summary>What a salesperson may decide alone, as answered; see <see cref="Authority"/>.</summary>
public sealed record AuthorityAnswer(
    string Grade, int DiscountBasisPoints, AmountAnswer? DealSizeMax, AmountAnswer? DiscountBudget, AmountAnswer? SalesAllowance, PeriodLength BudgetPeriod)
{
    /// <summary>The answer for an authority.</summary>
    public static AuthorityAnswer Of(Authority a) => new(a.Grade, a.DiscountBasisPoints, AmountAnswer.Of(a.DealSizeMax),
        AmountAnswer.Of(a.DiscountBudget), AmountAnswer.Of(a.SalesAllowance), a.BudgetPeriod);
}

/// <summary>A grade and the authority it stands for, as answered.</summary>
public sealed record GradeAnswer(string Code, LocalText Name, AuthorityAnswer Authority)
{
    /// <summary>The answer for a grade.</summary>
    public static GradeAnswer Of(Grade grade) => new(grade.Code, grade.Name, AuthorityAnswer.Of(Grades.AuthorityOf(grade.Code)!));
}

/// <summary>What an account has left, as answered; see <see cref="AccountBalance"/>.</summary>
public sealed record BalanceAnswer(
    string Account, AmountAnswer? Limit, ImmutableArray<AmountAnswer> Used, AmountAnswer? Available, DateOnly? From)
{
    /// <summary>The answer for a balance.</summary>
    public static BalanceAnswer Of(AccountBalance b) =>
        new(b.Account, AmountAnswer.Of(b.Limit), [.. b.Used.Select(m => AmountAnswer.Of(m)!)], AmountAnswer.Of(b.Available), b.From);
}

/// <summary>A target a person has been told, as answered.</summary>
public sealed record TargetAnswer(string Period, AmountAnswer Target);

/// <summary>Pipeline beside target, as answered; see <see cref="SalesGrid.Salespeople.Coverage"/>.</summary>
/// <param name="Period">Period of the target.</param>
/// <param name="Open">Open opportunities expected to close in it.</param>
/// <param name="Won">Won in it.</param>
/// <param name="Target">The target.</param>
/// <param name="Ratio">Open ÷ (target − won); null once the target is reached.</param>
/// <param name="On">The day it was counted.</param>
public sealed record CoverageAnswer(string Period, AmountAnswer Open, AmountAnswer Won, AmountAnswer Target, decimal? Ratio, DateOnly On)
{
    /// <summary>The answer for a coverage.</summary>
    public static CoverageAnswer Of(Coverage c)
    {
        AmountAnswer In(long minor) => AmountAnswer.Of(new Money(minor, c.Currency))!;
        return new(c.Period, In(c.OpenMinor), In(c.WonMinor), In(c.TargetMinor), c.Ratio, c.On);
    }
}
