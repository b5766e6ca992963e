using System.Globalization;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Opportunities;

/// <summary>What an open opportunity is watched for. DecisionContext at every entry of every opportunity: nothing is searched here.</summary>
public static class OpportunityWarnings
{
    /// <summary>Criterion: in one stage for longer than the process allows, or than <c>days</c> where it says nothing.</summary>
    public const string Stalled = "stalled";

    /// <summary>Criterion: the expected close was moved later at least <c>count</c> times, or by <c>days</c> in all.</summary>
    public const string CloseSlipped = "close-slipped";

    /// <summary>Criterion: the expected close passed more than <c>days</c> ago, and the opportunity is still open.</summary>
    public const string ClosePassed = "close-passed";

    /// <summary>Criterion: fewer than <c>count</c> persons known, <c>days</c> after the third stage or a later one was entered.</summary>
    public const string SingleThreaded = "single-threaded";

    /// <summary>Criterion: no next step, <c>days</c> after the stage was entered.</summary>
    public const string NoNextStep = "no-next-step";

    /// <summary>Criterion: the day of the next step passed <c>days</c> ago.</summary>
    public const string NextStepOverdue = "next-step-overdue";

    /// <summary>Criterion: the amount was raised by at least <c>percent</c> within the last <c>days</c> of a quarter.</summary>
    public const string ValueJump = "value-jump";

    /// <summary>Criterion: at least <c>count</c> activities were entered on one day, each at least <c>days</c> late.</summary>
    public const string BackdatedActivities = "backdated-activities";

    /// <summary>Criterion: its product is no longer sold, and was not <c>days</c> ago.</summary>
    public const string ProductNotSold = "product-not-sold";

    /// <summary>The causes of an opportunity.</summary>
    public static IEnumerable<WarningCause> Of(string id, SubjectRecord<Opportunity> record, WarningPolicy policy)
    {
        var current = record.State;
        if (current.Status != OpportunityStatus.Open)
            yield break;
        var owner = current.Attribution.OwnerId;
        if (policy.Of(Stalled) is { } stalled && (current.Terms?.MaxDays ?? stalled.Days) is > 0 and var days)
            yield return new(Stalled, Visit(current), current.StageSince.AddDays(days),
                new($"商机停留在当前阶段已超过 {days} 天。", $"The opportunity has been in its stage for more than {days} days."), owner);
        if (current.Terms is { Place: >= 3 } && policy.Of(SingleThreaded) is { } single
            && (current.File?.Persons.Length ?? 0) is var known && known < single.Count)
            yield return new(SingleThreaded, Visit(current), current.StageSince.AddDays(single.Days),
                new($"采购组织中只掌握 {known} 人,要求至少 {single.Count} 人。", $"{known} persons of the buying centre are known; at least {single.Count} are expected."), owner);
        if (current.Facts.ExpectedCloseOn is { } expected && policy.Of(ClosePassed) is { } passed)
            yield return new(ClosePassed, $"{expected:yyyyMMdd}", ClosePassedAt(current, expected, passed.Days),
                new($"预计成交日期 {expected:yyyy-MM-dd} 已过,商机仍未关闭。", $"The expected close, {expected:yyyy-MM-dd}, has passed and the opportunity is still open."), owner);
        if (current.NotSold is { } note && policy.Of(ProductNotSold) is { } notSold)
            yield return new(ProductNotSold, $"{note.Product}@{note.Since.UtcDateTime:yyyyMMddHHmmss}", note.Since.AddDays(notSold.Days), note.Why, owner);
        if (NextStepWatch(current, policy) is { } next)
            yield return next;
        if (current.Trace is not { } trace)
            yield break;
        if (policy.Of(CloseSlipped) is { } slipped && trace.Slips > 0
            && ((slipped.Count > 0 && trace.Slips >= slipped.Count) || (slipped.Days > 0 && trace.SlipDays >= slipped.Days)))
            yield return new(CloseSlipped, trace.Slips.ToString(CultureInfo.InvariantCulture), current.ChangedAt,
                new($"预计成交日期已推迟 {trace.Slips} 次,共 {trace.SlipDays} 天。", $"The expected close was moved later {trace.Slips} times, by {trace.SlipDays} days in all."), owner);
        if (!trace.Rises.IsEmpty && policy.Of(ValueJump) is { } jump)
        {
            foreach (var watch in Jumps(current, trace, jump))
                yield return watch;
        }
        if (!trace.LateDays.IsEmpty && policy.Of(BackdatedActivities) is { Count: > 0 } backdated)
        {
            foreach (var late in trace.LateDays)
            {
                if (late.Days.Count(d => d >= backdated.Days) is var count && count >= backdated.Count)
                    yield return new(BackdatedActivities, $"{late.On:yyyyMMdd}", current.ChangedAt,
                        new($"{late.On:yyyy-MM-dd} 一天内补录了 {count} 条 {backdated.Days} 天以前的活动。", $"On {late.On:yyyy-MM-dd}, {count} activities were entered that lay {backdated.Days} days back or more."), owner);
            }
        }
    }

    /// <summary>What was brought in with a day long past gets as many days from then: nobody can put right a thousand at once.</summary>
    private static DateTimeOffset ClosePassedAt(Opportunity current, DateOnly expected, int days)
    {
        var due = AtStartOf(expected.AddDays(days + 1));
        return current.Imported && current.StageSince.AddDays(days) is var later && later > due ? later : due;
    }

    private static WarningCause? NextStepWatch(Opportunity current, WarningPolicy policy)
    {
        if (current.File?.Next is { } next)
            return policy.Of(NextStepOverdue) is { } overdue
                ? new(NextStepOverdue, $"{next.On:yyyyMMdd}", AtStartOf(next.On.AddDays(overdue.Days + 1)),
                    new($"下一步“{next.Step}”应于 {next.On:yyyy-MM-dd} 前完成。", $"The next step, {next.Step}, was due on {next.On:yyyy-MM-dd}."), current.Attribution.OwnerId)
                : null;
        return current.Terms?.Plans is true && policy.Of(NoNextStep) is { } missing
            ? new(NoNextStep, Visit(current), current.StageSince.AddDays(missing.Days),
                new("商机没有计划下一步。", "The opportunity has no next step."), current.Attribution.OwnerId)
            : null;
    }

    /// <summary>For each quarter, what the amount was before its last days began and what it has become since.</summary>
    private static IEnumerable<WarningCause> Jumps(Opportunity current, DealTrends trace, WarningCriterion criterion)
    {
        if (current.Facts.Amount is not { } now)
            yield break;
        DateOnly? done = null;
        foreach (var rise in trace.Rises)
        {
            var end = EndOfQuarter(rise.On);
            if (end == done || rise.On <= end.AddDays(-criterion.Days) || rise.Currency != now.Currency)
                continue;
            done = end;
            // From nothing to something is no share of anything.
            if (rise.FromMinor > 0 && (Int128)now.MinorUnits * 100 >= (Int128)rise.FromMinor * (100 + criterion.Percent))
                yield return new(ValueJump, $"{end.Year}Q{end.Month / 3}", current.ChangedAt,
                    new($"{end.Year} 年第 {end.Month / 3} 季度末,金额由 {new Money(rise.FromMinor, rise.Currency)} 升至 {now}。",
                        $"At the end of quarter {end.Month / 3} of {end.Year} the amount rose from {new Money(rise.FromMinor, rise.Currency)} to {now}."), current.Attribution.OwnerId);
        }
    }

    private static DateOnly EndOfQuarter(DateOnly day)
    {
        var month = (day.Month + 2) / 3 * 3;
        return new(day.Year, month, DateTime.DaysInMonth(day.Year, month));
    }

    // A stage that is entered again is another occasion.
    private static string Visit(Opportunity current) => $"{current.Stage}@{current.StageSince.UtcDateTime:yyyyMMddHHmmss}";

    // Days are the company's, moments the world's: up to half a day early or late is nothing to a warning that counts days.
    private static DateTimeOffset AtStartOf(DateOnly day) => new(day.ToDateTime(default), TimeSpan.Zero);
}
