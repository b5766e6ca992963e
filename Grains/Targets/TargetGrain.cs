using SalesGrid.Hosting;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Targets;

/// <inheritdoc cref="ITargetGrain"/>
[GrainType("target"), BucketPlacement]
public sealed class TargetGrain(SubjectServices services)
    : SubjectGrain<Target, TargetEvent, TargetCommand>(TargetKind.Kind, services), ITargetGrain
{
    /// <summary>People asked for at a time.</summary>
    private const int Step = 100;

    /// <inheritdoc/>
    public async Task<TargetPlans> Plans()
    {
        var state = (await Current()).State;
        return new(state.InForce?.Draft.Plan, state.Draft?.Plan);
    }

    /// <summary>The targets as seen from outside; null when there are none.</summary>
    public static TargetView? View(string id, SubjectRecord<Target> record) => record.State is { Drafts: > 0 } t && Period.Parse(id) is { } period
        ? new(id, record.Version, period.From, period.To,
            t.InForce is null ? TargetStatus.Drafted : t.Draft is null ? TargetStatus.InForce : TargetStatus.Amending,
            t.InForce is { } plan ? Summary(plan.Draft) with { ApprovedBy = plan.By, ApprovedAt = plan.At } : null,
            t.Draft is { } draft ? Summary(draft) : null,
            record.Told?.FirstToTell() is not null)
        : null;

    /// <inheritdoc/>
    protected override async ValueTask<Decision<TargetEvent>> Decide(string id, Target current, TargetCommand command, DecisionContext request)
    {
        var isTelling = request.Inputs.Own<Target>().Told?.FirstToTell() is not null;
        var decision = TargetRules.Decide(id, current, command, request, isTelling: isTelling);
        // Up to 2,000 people are asked for only where everything else is in order.
        return decision is { Refusal: null, Events.IsEmpty: false } && command is DraftTargets draft
            ? TargetRules.Decide(id, current, command, request, await request.Inputs.Value("stranger", () => Stranger(draft)), isTelling)
            : decision;
    }

    /// <summary>The first person of a plan who is no registered salesperson; null when all are.</summary>
    private async Task<string?> Stranger(DraftTargets draft)
    {
        foreach (var people in draft.Teams.SelectMany(t => t.People).Select(p => p.Person).Chunk(Step))
        {
            var views = await Task.WhenAll(people.Select(p => GrainFactory.GetGrain<ISalespersonGrain>(SalespersonKind.Kind.SubjectOf(p)).Get()));
            if (Array.IndexOf(views, null) is >= 0 and var missing)
                return people[missing];
        }
        return null;
    }

    private static PlanSummary Summary(TargetDraft draft) => new()
    {
        Number = draft.Number,
        Company = draft.Plan.Company,
        TeamsSum = draft.Plan.TeamsSum,
        Teams = draft.Plan.Teams.Length,
        People = draft.Plan.Teams.Sum(t => t.People.Length),
        DraftedBy = draft.By,
        DraftedAt = draft.At,
        Note = draft.Note,
        Differences = TargetRules.Differences(draft.Plan),
    };
}
