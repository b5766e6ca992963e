using System.Diagnostics;
using SalesGrid.Claims;

namespace SalesGrid.Opportunities;

// The parts of the fold that are more than one assignment.
public sealed partial record Opportunity
{
    /// <summary>The file after one more event about it.</summary>
    private static DealDetails InFile(DealDetails file, OpportunityEvent happened, DateTimeOffset at) => happened switch
    {
        OpportunityEvaluated e => file with { Evaluation = new([.. e.Scores], e.WeightedScore, e.By, at) },
        PersonMapped e => file.With(e.Person),
        PersonRemoved e => file with { Persons = file.Persons.RemoveAll(p => p.Id == e.PersonId) },
        NextStepPlanned e => file with { Next = new(e.Plan, e.Step, e.On) },
        CompetitorsNamed e => file with { Competitors = [.. e.Names] },
        ProductLinesSet e => file with { Lines = [.. e.Lines] },
        ForecastMade e => file with { Forecast = e.Category },
        StageApprovalRequested e => file.With(new StageApproval(e.Approver, e.By, at)),
        StageApproved e => file.With(Decided(file, e.Approver, ApprovalState.Approved, e.By, at)),
        StageRejected e => file.With(Decided(file, e.Approver, ApprovalState.Rejected, e.By, at)),
        DealTeamSet e => file.WithTeam([.. e.Members]),
        CreditSplit e => file with { Credit = [.. e.Shares] },
        DocumentNoted e => file.With(new NotedDocument(e.Kind, e.Id), e.Stands),
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    private static StageApproval Decided(DealDetails file, Processes.StageApprover approver, ApprovalState state, string by, DateTimeOffset at) =>
        file.Approvals.First(a => a.By == approver) with { State = state, DecidedBy = by, DecidedAt = at };

    private Opportunity Entering(string stage, int probabilityPercent, StageTerms? terms, DateTimeOffset at) => this with
    {
        Stage = stage,
        ProbabilityPercent = probabilityPercent,
        StageSince = at,
        Terms = terms,
        File = File?.WithoutApprovals(),
        Trace = Trace?.InNewStage(),
    };

    private Opportunity Valued(OpportunityValued e)
    {
        var next = this with { Facts = e.Facts, Sector = e.Sector, City = e.City, Country = e.Country };
        if (File is not null && (e.Facts.Amount != Facts.Amount || e.Facts.CustomerId != Facts.CustomerId))
            next = next with { File = File.WithoutApprovals() };
        if (NotSold is not null && !IdentityText.Same(e.Facts.Product, Facts.Product))
            next = next with { NotSold = null };
        if (e.Rise is not null)
            next = next with { Trace = (next.Trace ?? DealTrends.None).With(e.Rise) };
        if (Facts.ExpectedCloseOn is { } before && e.Facts.ExpectedCloseOn is { } after && after > before)
        {
            var trace = next.Trace ?? DealTrends.None;
            next = next with { Trace = trace with { Slips = trace.Slips + 1, SlipDays = trace.SlipDays + after.DayNumber - before.DayNumber } };
        }
        return e.Claim is null && (Claim is null || Claim == CollisionClaimOf(e.Facts)) ? next : next with { Claim = e.Claim };
    }

    /// <summary>What ends when an opportunity is closed.</summary>
    private Opportunity Closed() => this with { Claim = null, File = File?.WithoutApprovals() };

    /// <summary>The file after an activity: with whom it was was met that day.</summary>
    private DealDetails? Met(ActivityRecorded e) =>
        e.PersonId is { } id && File?.Person(id) is { } person && !(person.LastContactOn >= e.On)
            ? File.With(person with { LastContactOn = e.On })
            : File;

    /// <summary>The claim on the customer and product in these facts; null while one of them is not known.</summary>
    public static string? CollisionClaimOf(OpportunityFacts facts) =>
        facts.CustomerId is { } customer && !string.IsNullOrWhiteSpace(facts.Product) ? ClaimOf.CollisionSubject(customer, facts.Product) : null;
}
