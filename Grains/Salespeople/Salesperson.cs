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

    /// <summary>The manager things can be sent to; null where there is none, or only a name.</summary>
    [JsonIgnore]
    public string? ManagerId => ManagerKnown == true ? Place.Manager : null;

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Salesperson Evolve(SalespersonEvent happened, DateTimeOffset at) => happened switch
    {
        SalespersonRegistered e => new(e.Name, e.Place, true, at) { ManagerKnown = e.ManagerKnown },
        SalespersonMoved e => this with { Place = e.Place, ManagerKnown = e.ManagerKnown },
        SalespersonDeactivated => this with { Active = false },
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
            Delegations = [.. Delegations.Where(d => d.Until.AddDays(2) >= DateOnly.FromDateTime(at.UtcDateTime)), new(e.To, e.From, e.Until) { Reason = e.Reason }],
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
