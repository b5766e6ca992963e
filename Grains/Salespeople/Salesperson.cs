using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace SalesGrid.Salespeople;

/// <summary>The state of a salesperson: the fold of their events.</summary>
/// <param name="Name">Null for a salesperson nothing has happened to.</param>
/// <param name="Place">Where the person stands in the organisation.</param>
/// <param name="Active">False once deactivated.</param>
/// <param name="RegisteredAt">When they were registered.</param>
[GenerateSerializer, Immutable, Alias("sg.Salesperson")]
public sealed record Salesperson(
    [property: Id(0)] string? Name,
    [property: Id(1)] Placing Place,
    [property: Id(2)] bool Active,
    [property: Id(3)] DateTimeOffset RegisteredAt)
{
    /// <summary>Most qualifications required of one person.</summary>
    public const int MaxQualifications = 50;

    /// <summary>Most delegations that have not ended.</summary>
    public const int MaxDelegations = 20;

    /// <summary>Most entries of the conduct record kept here. The oldest make way; all stay in the ledger.</summary>
    public const int MaxConduct = 50;

    /// <summary>Most targets kept here: of the latest periods.</summary>
    public const int MaxTargets = 24;

    /// <summary>The day before which nothing was passed: the last day of a qualification nobody has passed yet.</summary>
    public static readonly DateOnly NeverPassed = new(1900, 1, 1);

    /// <summary>A salesperson nothing has happened to.</summary>
    public static Salesperson None { get; } = new(null, new("", ""), false, default);

    /// <summary>What the person may decide alone; null where nobody has given them any.</summary>
    [Id(4)] public Authority? Authority { get; init; }

    /// <summary>First day of the budget period as last begun here; null without authority.</summary>
    [Id(5)] public DateOnly? BudgetFrom { get; init; }

    /// <summary>Since when draws of earlier budget periods are being given back; null when none are.</summary>
    [Id(6)] public DateTimeOffset? ClosingBudgetSince { get; init; }

    [Id(7)] public ImmutableArray<Qualification> Qualifications { get; init; } = [];
    [Id(8)] public ImmutableArray<Delegation> Delegations { get; init; } = [];
    [Id(9)] public ImmutableArray<ConductEntry> Conduct { get; init; } = [];
    [Id(10)] public ImmutableArray<NotedTarget> Targets { get; init; } = [];
    [Id(11)] public Coverage? Coverage { get; init; }

    /// <summary>When coverage is counted next; null for not before another target is told.</summary>
    [Id(12)] public DateOnly? NextCoverageOn { get; init; }

    /// <summary>True where the manager was a registered salesperson when the person was placed.</summary>
    [Id(13)] public bool? ManagerKnown { get; init; }

    /// <summary>The unit the person is in; null where team, region and manager are as stated. Then <see cref="Place"/> is only what followed from it on the day they were placed.</summary>
    [Id(14)] public string? Unit { get; init; }

    /// <summary>Where they are to be from a later day on; null where nothing is planned.</summary>
    [Id(15)] public PlannedUnit? Planned { get; init; }

    /// <summary>Since when it is to be seen to what somebody who was deactivated had in hand; null when that is done.</summary>
    [Id(16)] public DateTimeOffset? LeavingSince { get; init; }

    /// <summary>What somebody who was deactivated still has, as last counted; null while they are active.</summary>
    [Id(17)] public PortfolioCount? Portfolio { get; init; }

    /// <summary>The last handover; null where there was none.</summary>
    [Id(18)] public Handover? Handover { get; init; }

    /// <summary>When they were deactivated; null while they are active, and for those of before this was noted.</summary>
    [Id(19)] public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The number of the last placing by a reorganisation that they know; 0 for none.</summary>
    [Id(20)] public int PlacedBy { get; init; }

    /// <summary>How often they were deactivated: what they had opened before the last time stays ended when they are back.</summary>
    [Id(21)] public int TimesLeft { get; init; }

    /// <summary>The stated manager things can be sent to; null where there is none, or only a name. That of people in a unit is asked of the organisation.</summary>
    [JsonIgnore]
    public string? ManagerId => ManagerKnown == true ? Place.Manager : null;

    /// <summary>Since when a step of their own is unfinished; null when none is.</summary>
    [JsonIgnore]
    public DateTimeOffset? UnfinishedSince => ClosingBudgetSince ?? LeavingSince ?? (Handover is { EndedAt: null } handover ? handover.BegunAt : null);

    /// <summary>The unit the person is in on a day, today or later; null for none.</summary>
    public string? UnitOn(DateOnly day) => Planned is { } planned && planned.From <= day ? planned.Unit : Unit;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Salesperson Evolve(SalespersonEvent happened, DateTimeOffset at) => happened switch
    {
        SalespersonRegistered e => new(e.Name, e.Place, true, at) { ManagerKnown = e.ManagerKnown, Unit = e.Unit },
        SalespersonMoved e => this with { Place = e.Place, ManagerKnown = e.ManagerKnown, Unit = e.Unit, Planned = null, PlacedBy = e.Order ?? PlacedBy },
        SalespersonMovePlanned e => this with { Planned = Active ? new(e.Unit, e.From) : null, PlacedBy = e.Order ?? PlacedBy },
        SalespersonRenamed e => this with { Name = e.Name },
        SalespersonDeactivated e => this with { Active = false, Planned = null, LeavingSince = e.HasPortfolio == true ? at : null, LeftAt = at, TimesLeft = TimesLeft + 1 },
        SalespersonReactivated e => this with
        {
            Active = true,
            LeavingSince = null,
            LeftAt = null,
            Portfolio = null,
            Unit = e.Unit ?? Unit,
            Place = e.Place ?? Place,
            ManagerKnown = e.Unit is null ? ManagerKnown : null,
            PlacedBy = e.Order ?? PlacedBy,
        },
        PortfolioCounted e => this with { Portfolio = Active ? null : e.Count, LeavingSince = null },
        HandoverBegun e => this with { Handover = new() { Number = e.Number, To = e.To, Reason = e.Reason, By = e.By, BegunAt = at, Shares = e.Shares ?? [] } },
        HandoverTaken e => this with { Handover = Handover! with { Part = e.Part, After = e.Ids[^1], InHand = e.Ids, InHandTo = e.To ?? [] } },
        HandoverMoved e => this with { Handover = Handover!.With(e.Part, e.Moved, e.NotMoved, e.To) },
        HandoverEnded e => this with { Handover = Handover! with { EndedAt = at, Shares = [] }, Portfolio = Active ? null : e.Left },
        AuthorityGranted e => this with { Authority = e.Authority, BudgetFrom = e.BudgetFrom },
        BudgetRenewed e => this with { BudgetFrom = e.From, ClosingBudgetSince = at },
        BudgetClosed => this with { ClosingBudgetSince = null },
        QualificationRequired e => this with { Qualifications = Require(e) },
        QualificationPassed e => this with
        {
            Qualifications = [.. Qualifications.Select(q => q.Code == e.Code ? q with { ValidUntil = e.ValidUntil, PassedOn = e.On, Evidence = e.Evidence } : q)],
        },
        QualificationDropped e => this with { Qualifications = [.. Qualifications.Where(q => q.Code != e.Code)] },
        AuthorityDelegated e => this with
        {
            // A day is over everywhere two days later, whatever zone business days are counted in.
            Delegations = [.. Delegations.Where(d => d.Until.AddDays(2) >= DateOnly.FromDateTime(at.UtcDateTime)), new(e.To, e.From, e.Until) { Reason = e.Reason, Acts = e.Acts }],
        },
        DelegationEnded e => this with { Delegations = [.. Delegations.Where(d => d.To != e.To || d.Until < e.On)] },
        ConductRecorded e => this with
        {
            Conduct = [.. Conduct.Skip(Conduct.Length - MaxConduct + 1), new(e.Kind, e.Code, e.Text, e.On, e.By, at)],
        },
        TargetNoted e => this with
        {
            Targets = Note(e),
            NextCoverageOn = NextCoverageOn is { } next && (e.NextCoverageOn is not { } then || next < then) ? next : e.NextCoverageOn,
        },
        CoverageNoted e => this with { Coverage = e.Coverage, NextCoverageOn = e.NextOn },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    private ImmutableArray<Qualification> Require(QualificationRequired e)
    {
        for (var i = 0; i < Qualifications.Length; i++)
        {
            if (Qualifications[i].Code == e.Code)
                return Qualifications.SetItem(i, Qualifications[i] with { Name = e.Name, Acts = e.Acts });
        }
        return Qualifications.Add(new(e.Code, e.Name, e.Acts, NeverPassed));
    }

    private ImmutableArray<NotedTarget> Note(TargetNoted e)
    {
        var others = Targets.Where(t => t.Period != e.Period);
        return e.Amount is not { } amount
            ? [.. others]
            : [.. others.Append(new(e.Period, amount))
                .OrderByDescending(t => Period.Parse(t.Period)?.From)
                .ThenBy(t => t.Period, StringComparer.Ordinal)
                .Take(MaxTargets)];
    }
}
