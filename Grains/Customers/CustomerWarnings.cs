using System.Globalization;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Customers;

/// <summary>What a customer is watched for, and what it is sent when a day has come.</summary>
internal static class CustomerWarnings
{
    public const string DiligenceExpiring = "diligence-expiring";
    public const string CreditExpiring = "credit-expiring";
    public const string CreditReassessment = "credit-reassessment";
    public const string CreditNearlyUsed = "credit-nearly-used";
    public const string BeforeRecycle = "before-recycle";

    /// <summary>Criteria of the follow-up rhythm: one for each class, counting days.</summary>
    public static string FollowUpOverdue(CustomerClass customer) => customer switch
    {
        CustomerClass.Won => "follow-up-overdue-won",
        CustomerClass.Intent => "follow-up-overdue-intent",
        _ => "follow-up-overdue-potential",
    };

    public static IEnumerable<Timed> Timers(Customer state) =>
        state.File?.RecycleOn() is { } day ? [new Timed(Begun(day), new Recycle())] : [];

    public static IEnumerable<WarningCause> Of(string id, SubjectRecord<Customer> record, WarningPolicy policy)
    {
        // Most customers have no file, and this is asked for every entry.
        if (record.State.File is not { Merge: null } file)
            return [];
        var causes = new List<WarningCause>();
        var owner = file.Place?.SalespersonId;
        if (file.Diligence?.GoodUntil() is { } good && policy.Of(DiligenceExpiring) is { } diligence)
        {
            causes.Add(new(DiligenceExpiring, Text(good), Begun(good.AddDays(-diligence.Days)),
                new($"客户 {id} 的尽职调查于 {Text(good)} 到期。", $"The due diligence on customer {id} is good until {Text(good)}."), owner));
        }
        if (file.Credit is { Line: { } line, Suspended: null })
            AddCredit(causes, id, line, record.Granted ?? GrantedReservations.None, policy, owner);
        if (file.Place is { } place)
            AddFollowUp(causes, id, file, place, policy);
        return causes;
    }

    private static void AddCredit(List<WarningCause> causes, string id, CreditLine line, GrantedReservations granted, WarningPolicy policy, string? owner)
    {
        if (policy.Of(CreditExpiring) is { } expiring)
        {
            causes.Add(new(CreditExpiring, Text(line.ValidUntil), Begun(line.ValidUntil.AddDays(-expiring.Days)),
                new($"客户 {id} 的授信于 {Text(line.ValidUntil)} 到期。", $"The credit of customer {id} ends on {Text(line.ValidUntil)}."), owner));
        }
        if (line.ReassessOn < line.ValidUntil && policy.Of(CreditReassessment) is { } again)
        {
            causes.Add(new(CreditReassessment, Text(line.ReassessOn), Begun(line.ReassessOn.AddDays(-again.Days)),
                new($"客户 {id} 的授信须于 {Text(line.ReassessOn)} 重新评估。", $"The credit of customer {id} is to be assessed again on {Text(line.ReassessOn)}."), owner));
        }
        if (granted.Count > 0 && policy.Of(CreditNearlyUsed) is { } nearly
            && granted.SumOf(CreditAccount.Name) is > 0 and var used && (Int128)used * 100 >= (Int128)line.Limit.MinorUnits * nearly.Percent)
        {
            // Due at once. One occasion for each grant: what follows from the state cannot count how often the mark was passed.
            causes.Add(new(CreditNearlyUsed, $"{Text(line.GrantedOn)}:{line.Limit}", Begun(line.GrantedOn).AddDays(-1),
                new($"客户 {id} 的授信 {line.Limit} 已占用 {line.Limit with { MinorUnits = used }}。",
                    $"Of the credit of customer {id}, {line.Limit}, {line.Limit with { MinorUnits = used }} is reserved."), owner));
        }
    }

    private static void AddFollowUp(List<WarningCause> causes, string id, CustomerFile file, Place place, WarningPolicy policy)
    {
        var since = file.LastContactOn is { } contact && contact > place.On ? contact : place.On;
        var code = FollowUpOverdue(file.Class ?? CustomerClass.Potential);
        if (policy.Of(code) is { } rhythm)
        {
            causes.Add(new(code, $"{place.SalespersonId}:{Text(since)}", Begun(since.AddDays(rhythm.Days + 1)),
                new($"客户 {id} 自 {Text(since)} 起已超过 {rhythm.Days} 天未跟进。", $"Customer {id} was not followed up for more than {rhythm.Days} days, since {Text(since)}."),
                place.SalespersonId));
        }
        if (file.RecycleOn() is { } day && policy.Of(BeforeRecycle) is { } before)
        {
            causes.Add(new(BeforeRecycle, $"{place.SalespersonId}:{Text(day)}", Begun(day.AddDays(-before.Days)),
                new($"客户 {id} 如不跟进,将于 {Text(day)} 退回公海。", $"Customer {id} goes back to the pool on {Text(day)} unless it is followed up."),
                place.SalespersonId));
        }
    }

    /// <summary>A moment at which a day has begun everywhere: noon, UTC. What follows from state alone knows no time zone.</summary>
    private static DateTimeOffset Begun(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
