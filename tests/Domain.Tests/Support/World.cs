using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>The people, customers and days the tests speak of.</summary>
internal static class World
{
    public static readonly DateOnly Today = new(2026, 9, 15);
    public static readonly DateTimeOffset Now = new(2026, 9, 15, 9, 30, 0, TimeSpan.Zero);

    public static readonly SalespersonView Wang = new("S-001", 1, "王芳", new("East 1", "East"), true, Now);
    public static readonly SalespersonView Li = new("S-002", 1, "李强", new("North 2", "North", "王芳"), true, Now);
    public static readonly SalespersonView Gone = new("S-003", 2, "赵敏", new("East 1", "East"), false, Now);
    public static readonly CustomerView Steel = new("C-100", 1, new("东海钢铁", "steel", "CN"), Now);
    public static readonly CustomerView Bank = new("C-200", 1, new("Northern Bank"), Now);

    public const string UnknownOwner = "S-404";
    public const string UnknownCustomer = "C-404";

    /// <summary>Everything a gate can ask to be known.</summary>
    public static readonly OpportunityFacts Full = new("高炉监控系统", Steel.Id, "MES", "direct", new(125_000_00, "CNY"), new(2026, 12, 1));

    public static readonly string TooLong = new('长', 201);

    private static readonly Dictionary<string, SalespersonView> Salespeople = new[] { Wang, Li, Gone }.ToDictionary(p => p.Id);
    private static readonly Dictionary<string, CustomerView> Customers = new[] { Steel, Bank }.ToDictionary(c => c.Id);

    public static SalespersonView? Salesperson(string? id) => id is null ? null : Salespeople.GetValueOrDefault(id);

    public static CustomerView? Customer(string? id) => id is null ? null : Customers.GetValueOrDefault(id);

    /// <summary>
    /// The shipped processes, a version 3 of the key account that opportunities may be moved to and that asks for the same, and
    /// one that asks for all a process can ask for.
    /// </summary>
    public static ProcessCatalog Processes { get; } = ProcessCatalog.Shipped
        .With(ProcessCatalog.Shipped.Pinned("key-account", 1) with { Version = 3 })
        .With(new ProcessLine("key-account", [new(1, DateOnly.MinValue), new(3, new(2020, 1, 1))], null), ProcessCatalog.Shipped.Pinned("key-account", 1))
        .With(Steered.Process)
        .With(new ProcessLine(Steered.Process.Id, [new(1, DateOnly.MinValue)], null), Steered.Process);

    /// <summary>A request of a sales manager, who is nobody's own manager.</summary>
    public static DecisionContext ByManager { get; } = By("S-900", Duties.Manager);

    /// <summary>A request on <see cref="Today"/>.</summary>
    public static DecisionContext By(string actor, Duties duties = Duties.None, params string[] waived) =>
        new(1, Now, Today, actor, duties, new([.. waived]));

    /// <summary>What the rules are told beside the opportunity: the objects the command names, where they exist.</summary>
    public static OpportunityContext ContextOf(OpportunityCommand command, DateOnly today)
    {
        var (owner, customer) = command switch
        {
            OpenOpportunity c => (c.OwnerId, c.CustomerId),
            ImportOpportunity c => (c.OwnerId, c.CustomerId),
            ReassignOpportunity c => (c.OwnerId, null),
            ValueOpportunity c => (null, c.CustomerId),
            FollowCustomer c => (null, c.To),
            _ => ((string?)null, (string?)null),
        };
        var request = command switch
        {
            // Who asks for an approval is not who gives it.
            RequestStageApproval => By(Wang.Id),
            NoteDocument or NoteProduct or NotePapersFollowed or ReplaceTeamMember or FollowCustomer => By("grid", Duties.Grid),
            _ => ByManager,
        };
        return new(today, Processes, Salesperson(owner), Customer(customer))
        {
            Request = request with { Today = today },
            People = OpportunityRules.PeopleNamedIn(command).Distinct().Select(id => (Id: id, View: Salesperson(id))).Where(p => p.View is not null).ToImmutableDictionary(p => p.Id, p => p.View!),
        };
    }

    /// <summary>An open opportunity in a stage, with all facts known unless others are given.</summary>
    public static Opportunity In(string stage, OpportunityFacts? facts = null, params string[] evidence) => new()
    {
        Status = OpportunityStatus.Open,
        ProcessId = "key-account",
        ProcessVersion = 1,
        Stage = stage,
        ProbabilityPercent = 10,
        Facts = facts ?? Full,
        Attribution = new(Wang.Id, Wang.Place.Team, Wang.Place.Region),
        Sector = "steel",
        OpenedOn = new(2026, 3, 1),
        Evidence = [.. evidence.Select(kind => new Evidence(kind, "DOC-1", stage, Now))],
        StageSince = Now,
        ChangedAt = Now,
    };

    public static Opportunity Won { get; } = In("negotiation") with { Status = OpportunityStatus.Won, ClosedOn = new(2026, 8, 1) };

    public static Opportunity Lost { get; } =
        In("bidding") with { Status = OpportunityStatus.Lost, ClosedOn = new(2026, 8, 1), LossReason = "price" };
}
