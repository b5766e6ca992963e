using System.Collections.Immutable;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Opportunities;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Targets;

/// <summary>Target and result of the company, a team or a person.</summary>
/// <param name="Name">The team, or the salesperson's id; null for the company.</param>
/// <param name="Target">Target, major units.</param>
/// <param name="Won">Amount won in the period in the target's currency, major units: what was won here, and what was brought in and admitted by finance.</param>
/// <param name="AttainmentPercent">Attainment (目标完成率): won ÷ target, percent to two decimals; null where the target is 0.</param>
/// <param name="PreviousWon">Amount won in the period before, major units.</param>
/// <param name="GrowthPercent">Growth (增长率): (won − won before) ÷ won before, percent to two decimals; null where nothing was won before.</param>
/// <param name="ImportedWon">Amount of wins that were brought in and that finance has not admitted, major units; not in <paramref name="Won"/>.</param>
public sealed record AttainmentLine(
    string? Name, decimal Target, decimal Won, decimal? AttainmentPercent, decimal PreviousWon, decimal? GrowthPercent, decimal ImportedWon)
{
    /// <summary>The line of these figures.</summary>
    public static AttainmentLine Of(string? name, Money target, (decimal Won, decimal Imported) now, decimal previous) =>
        new(name, target.Major, now.Won, Share(now.Won, target.Major), previous, Share(now.Won - previous, previous), now.Imported);

    /// <summary>A part of a whole, percent to two decimals; null where the whole is 0.</summary>
    public static decimal? Share(decimal part, decimal whole) => whole == 0 ? null : decimal.Round(part / whole * 100, 2);
}

/// <summary>How far the targets of a period have been attained.</summary>
/// <param name="Period">The period.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Currency">Currency of every amount here.</param>
/// <param name="OtherCurrencies">Other currencies something was won in: those wins are not counted here.</param>
/// <param name="Company">The company; null within a scope.</param>
/// <param name="Teams">The teams of the plan, in its order; none within a scope.</param>
/// <param name="People">The people of the plan, in its order, that the caller may read.</param>
/// <param name="Watermark">How far each bucket's entries are in the figures.</param>
/// <param name="AsOf">When the newest entry in them was decided.</param>
public sealed record AttainmentAnswer(
    string Period, DateOnly From, DateOnly To, string Currency, ImmutableArray<string> OtherCurrencies,
    AttainmentLine? Company, ImmutableArray<AttainmentLine> Teams, ImmutableArray<AttainmentLine> People, string Watermark, DateTimeOffset? AsOf);

/// <summary>Puts a plan and what was won beside each other.</summary>
public static class Attainment
{
    /// <summary>What was won in a period, by these, in the parts it is credited in.</summary>
    public static KpiQuery Question(Period period, params ReadOnlySpan<string> by) => new([.. by, KpiDimension.WinOrigin, KpiDimension.Currency], period.From, period.To) { ByCredit = true };

    /// <summary>The attainment of a plan.</summary>
    /// <param name="period">The period.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="company">What was won by origin and currency, in the period.</param>
    /// <param name="teams">By team, origin and currency.</param>
    /// <param name="people">By owner, origin and currency.</param>
    /// <param name="before">The same three for the period before.</param>
    public static AttainmentAnswer Of(
        Period period, TargetPlan plan, KpiSnapshot company, KpiSnapshot teams, KpiSnapshot people,
        (KpiSnapshot Company, KpiSnapshot Teams, KpiSnapshot People) before)
    {
        var currency = plan.Company.Currency;
        var (teamsNow, teamsBefore) = (Won(teams, currency), Won(before.Teams, currency));
        return new(
            period.Id, period.From, period.To, currency, OtherThan(currency, company),
            AttainmentLine.Of(null, plan.Company, Won(company, currency).GetValueOrDefault(""), Won(before.Company, currency).GetValueOrDefault("").Won),
            [.. plan.Teams.Select(t => AttainmentLine.Of(t.Team, t.Amount, teamsNow.GetValueOrDefault(t.Team), teamsBefore.GetValueOrDefault(t.Team).Won))],
            Lines(currency, plan.People, people, before.People),
            company.Watermark, company.AsOf);
    }

    /// <summary>The attainment of some people of a plan, and of nobody else.</summary>
    /// <param name="period">The period.</param>
    /// <param name="currency">Currency of the plan.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="people">What was won by owner, origin and currency, in the period.</param>
    /// <param name="before">The same for the period before.</param>
    public static AttainmentAnswer Of(Period period, string currency, IReadOnlyCollection<PersonTarget> targets, KpiSnapshot people, KpiSnapshot before)
    {
        var named = targets.Select(t => t.Person).ToHashSet(SubjectId.Comparer);
        var theirs = people with { Rows = [.. people.Rows.Where(r => r.Key[0] is { } owner && named.Contains(owner))] };
        return new(period.Id, period.From, period.To, currency, OtherThan(currency, theirs), null, [], Lines(currency, targets, people, before), people.Watermark, people.AsOf);
    }

    private static ImmutableArray<string> OtherThan(string currency, KpiSnapshot snapshot) =>
        [.. snapshot.Rows.Where(r => r.Totals.Won > 0).Select(r => r.Key[^1]).OfType<string>().Where(c => c != currency).Distinct(StringComparer.Ordinal)];

    private static ImmutableArray<AttainmentLine> Lines(string currency, IEnumerable<PersonTarget> targets, KpiSnapshot people, KpiSnapshot before)
    {
        var (now, then) = (Won(people, currency), Won(before, currency));
        return [.. targets.Select(p => AttainmentLine.Of(p.Person, p.Amount, now.GetValueOrDefault(p.Person), then.GetValueOrDefault(p.Person).Won))];
    }

    /// <summary>Amounts won in one currency by the first dimension, those that count and those brought in that do not; all under "" where there is no other.</summary>
    private static Dictionary<string, (decimal Won, decimal Imported)> Won(KpiSnapshot snapshot, string currency) => snapshot.Rows
        .Where(r => r.Key[^1] == currency)
        .GroupBy(r => r.Key.Length > 2 ? r.Key[0] ?? "" : "", StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => (Sum(g.Where(r => !IsImported(r.Key[^2]))), Sum(g.Where(r => IsImported(r.Key[^2])))), StringComparer.Ordinal);

    /// <summary>True for the origin of wins that count towards no target.</summary>
    public static bool IsImported(string? origin) => origin == "imported";

    private static decimal Sum(IEnumerable<KpiRow> rows) => rows.Sum(r => r.WonAmount ?? 0);
}
