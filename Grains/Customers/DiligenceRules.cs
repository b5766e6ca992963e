using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of due diligence. Pure.</summary>
internal static class DiligenceRules
{
    private const int MaxCodeLength = 50;

    public static Decision Decide(Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        RequireDiligence c => Require(current, c, request, context),
        RecordDiligence c => Record(current, c, request, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    /// <summary>Refused unless diligence is current on the day of the request.</summary>
    public static Refusal? MustBeCurrent(Customer current, DecisionContext request)
    {
        var diligence = current.File?.Diligence ?? Diligence.None;
        var standing = diligence.StandingOn(request.Today);
        if (standing == DiligenceStanding.Current || request.Waives(ControlPoints.DiligenceMustBeCurrent))
            return null;
        var (zh, en) = standing switch
        {
            DiligenceStanding.None => ("未做", "nothing was looked into"),
            DiligenceStanding.Incomplete => ("不完整", "incomplete"),
            DiligenceStanding.Expired => ("已过期", "expired"),
            _ => ("未通过", "failed"),
        };
        return ControlPoints.DiligenceMustBeCurrent.Refuse(zh, diligence.GoodUntil()?.ToString("O", CultureInfo.InvariantCulture) ?? "-", en)
            .Needing(GridJson.NameOf(standing), GridJson.NameOf(DiligenceStanding.Current));
    }

    private static Decision Require(Customer current, RequireDiligence command, DecisionContext request, CustomerContext context)
    {
        if (Refusal.All(
                CheckItems(command.Items),
                request.HasAny(Duties.Legal | Duties.Controller) ? null : ControlPoints.DiligenceMustHaveAuthority.Refuse(),
                CustomerRules.IsHeldBy(current, request, context) ? ControlPoints.ReviewerMustNotHoldCustomer.Refuse() : null) is { } refusal)
            return refusal;
        return (current.File?.Diligence?.Required ?? []).SequenceEqual(command.Items)
            ? Decision.Nothing
            : Decision.Record(new DiligenceRequired(command.Items, request.Actor));
    }

    private static Decision Record(Customer current, RecordDiligence command, DecisionContext request, CustomerContext context)
    {
        var on = command.On ?? request.Today;
        var diligence = current.File?.Diligence ?? Diligence.None;
        if (Refusal.All(
                Validation.Required("item", command.Item, MaxCodeLength),
                Enum.IsDefined(command.Result) ? null : Validation.Invalid("result", "未知的结果", "there is no such result"),
                Validation.Required("reference", command.Reference),
                PlausibleDays.Happened("on", on, request.Today, PlausibleDays.DocumentYearsBack),
                command.ValidUntil < on || command.ValidUntil > on.AddYears(RecordDiligence.YearsMax)
                    ? Validation.Invalid("validUntil", $"须在调查日之后 {RecordDiligence.YearsMax} 年内", $"it must lie within {RecordDiligence.YearsMax} years of the finding")
                    : null,
                command.Result == DiligenceResult.Pass
                    ? Validation.Optional("note", command.Note, Validation.MaxTextLength)
                    : Validation.Required("note", command.Note, Validation.MaxTextLength),
                request.HasAny(Duties.Finance | Duties.Legal | Duties.Controller) ? null : ControlPoints.DiligenceMustHaveAuthority.Refuse(),
                CustomerRules.IsHeldBy(current, request, context) ? ControlPoints.ReviewerMustNotHoldCustomer.Refuse() : null,
                string.IsNullOrWhiteSpace(command.Item) || diligence.Items().Any(i => i.Code == command.Item)
                    ? null
                    : ControlPoints.DiligenceItemMustBeRequired.RefuseField("item", command.Item, string.Join(", ", diligence.Items().Select(i => i.Code)))) is { } refusal)
            return refusal;
        var finding = new DiligenceFinding(command.Item, command.Result, command.Reference, request.Actor, on, command.ValidUntil, command.Note);
        return finding == diligence.Of(command.Item) ? Decision.Nothing : Decision.Record(new DiligenceRecorded(finding));
    }

    private static Refusal? CheckItems(ImmutableArray<DiligenceItem> items)
    {
        if (items.IsDefaultOrEmpty || items.Length > RequireDiligence.ItemsMax)
            return Validation.Invalid("items", $"须有 1 到 {RequireDiligence.ItemsMax} 项", $"1 to {RequireDiligence.ItemsMax} items");
        var codes = new HashSet<string>(StringComparer.Ordinal);
        Refusal? found = null;
        foreach (var item in items)
        {
            found = Refusal.All(found, item is null ? Validation.Invalid("items", "不能为 null", "none of them may be null") : Refusal.All(
                Validation.Required("items.code", item.Code, MaxCodeLength),
                Validation.Required("items.name.zh", item.Name?.Zh),
                Validation.Required("items.name.en", item.Name?.En),
                codes.Add(item.Code ?? "") ? null : Validation.Invalid("items", "代码重复", "two of them have the same code")));
        }
        return found;
    }
}
