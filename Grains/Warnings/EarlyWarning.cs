using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Warnings;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the early-warning policy.</summary>
public abstract record EarlyWarningEvent : SubjectEvent;

public sealed record WarningPolicySet(ImmutableArray<WarningCriterion> Criteria, string By) : EarlyWarningEvent;

/// <summary>The early-warning policy a company has set.</summary>
/// <param name="Policy">How often it was set; 0 for never.</param>
/// <param name="Criteria">The criteria that differ from those shipped.</param>
/// <param name="SetBy">Who set it last.</param>
/// <param name="SetAt">When.</param>
[GenerateSerializer, Immutable, Alias("sg.EarlyWarning")]
public sealed record EarlyWarning(
    [property: Id(0)] int Policy,
    [property: Id(1)] ImmutableArray<WarningCriterion> Criteria,
    [property: Id(2)] string? SetBy,
    [property: Id(3)] DateTimeOffset? SetAt)
{
    /// <summary>Nothing was set: what is shipped is in force.</summary>
    public static EarlyWarning None { get; } = new(0, [], null, null);

    /// <summary>What is in force.</summary>
    public WarningPolicy InForce() => Policy == 0 ? ShippedWarnings.Policy : ShippedWarnings.With(Policy, Criteria);

    /// <summary>The policy after one more event, decided at <paramref name="at"/>.</summary>
    public EarlyWarning Evolve(EarlyWarningEvent happened, DateTimeOffset at) => happened switch
    {
        WarningPolicySet e => new(Policy + 1, e.Criteria, e.By, at),
        _ => throw new System.Diagnostics.UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The policy as seen from outside; null while it was never set.</summary>
    public static WarningPolicyView? View(string id, SubjectRecord<EarlyWarning> record) => record.State is { Policy: > 0 } state
        ? new(id, record.Version, state.Policy, state.SetBy, state.SetAt, state.InForce().Criteria)
        : null;
}

/// <summary>The rules of the early-warning policy. Pure.</summary>
public static class EarlyWarningRules
{
    private const int YearsTen = 3_650;

    /// <summary>Decides a command about the policy.</summary>
    /// <param name="id">Id of the policy.</param>
    /// <param name="current">The policy.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    public static Decision<EarlyWarningEvent> Decide(string id, EarlyWarning current, WarningPolicyCommand command, DecisionContext request)
    {
        if (id != WarningPolicyCommand.PolicyId)
            return ControlPoints.PolicyMustBeKnown.Refuse(id);
        var decision = command switch
        {
            SetWarningPolicy c => Set(current, c, request),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
        return decision.Unless(request.HasAny(Duties.Controller | Duties.ProcessOwner) ? null : ControlPoints.PolicyMustHaveAuthority.Refuse());
    }

    private static Decision<EarlyWarningEvent> Set(EarlyWarning current, SetWarningPolicy command, DecisionContext request)
    {
        if (command.Criteria.IsDefault || command.Criteria.Length > SetWarningPolicy.MaxCriteria)
            return Validation.Invalid("criteria", $"最多 {SetWarningPolicy.MaxCriteria} 项", $"at most {SetWarningPolicy.MaxCriteria} criteria");
        var codes = new HashSet<string>(StringComparer.Ordinal);
        Refusal? refusal = null;
        for (var i = 0; i < command.Criteria.Length; i++)
            refusal = Refusal.All(refusal, Check($"criteria[{i}]", command.Criteria[i], codes));
        if (refusal is not null)
            return refusal;
        return current.Policy > 0 && current.Criteria.SequenceEqual(command.Criteria)
            ? Decision<EarlyWarningEvent>.Nothing
            : Decision<EarlyWarningEvent>.Record(new WarningPolicySet(command.Criteria, request.Actor));
    }

    private static Refusal? Check(string at, WarningCriterion? criterion, HashSet<string> codes)
    {
        if (criterion is null)
            return Validation.Invalid(at, "不能为空", "it must not be empty");
        return Refusal.All(
            Validation.Required($"{at}.code", criterion.Code)
                ?? (ShippedWarnings.Policy.Criteria.All(c => c.Code != criterion.Code) ? ControlPoints.CriterionMustBeKnown.RefuseField($"{at}.code", criterion.Code) : null)
                ?? (codes.Add(criterion.Code) ? null : Validation.Invalid($"{at}.code", "同一标准只能出现一次", "each criterion may appear once")),
            Text($"{at}.name", criterion.Name, Validation.MaxNameLength),
            Text($"{at}.response", criterion.Response, Validation.MaxTextLength),
            Enum.IsDefined(criterion.Level) ? null : Validation.Invalid($"{at}.level", "没有此级别", "there is no such level"),
            Enum.IsDefined(criterion.Owner) ? null : Validation.Invalid($"{at}.owner", "没有此责任方", "there is no such owner"),
            Within($"{at}.respondWithinDays", criterion.RespondWithinDays, 1, 365),
            Within($"{at}.days", criterion.Days, 0, YearsTen),
            Within($"{at}.percent", criterion.Percent, 0, 1_000),
            Within($"{at}.count", criterion.Count, 0, 10_000),
            Validation.Required($"{at}.source", criterion.Source));
    }

    private static Refusal? Text(string field, LocalText? text, int maxLength) =>
        Refusal.All(Validation.Required($"{field}.zh", text?.Zh, maxLength), Validation.Required($"{field}.en", text?.En, maxLength));

    private static Refusal? Within(string field, int value, int least, int most) =>
        value >= least && value <= most ? null : Validation.Invalid(field, $"须在 {least} 与 {most} 之间", $"{least} to {most}");
}

/// <summary>When to warn. Key: <c>policy/early-warning</c>.</summary>
[GrainType("policy"), BucketPlacement]
public sealed class EarlyWarningGrain(SubjectServices services)
    : SubjectGrain<EarlyWarning, EarlyWarningEvent, WarningPolicyCommand>(WarningPolicyKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<EarlyWarningEvent>> Decide(string id, EarlyWarning current, WarningPolicyCommand command, DecisionContext request) =>
        new(EarlyWarningRules.Decide(id, current, command, request));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<EarlyWarning> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        // On this silo at once; the others ask now and then.
        Services.Warnings.Adopt(record.State.InForce());
        return Task.CompletedTask;
    }
}
