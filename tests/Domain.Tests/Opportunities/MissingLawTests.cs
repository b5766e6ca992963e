using System.Collections.Immutable;
using System.Globalization;

namespace SalesGrid.Domain.Tests;

/// <summary>Whoever does what a refusal lists, each by the command it names, gets on.</summary>
public sealed class MissingLawTests
{
    /// <summary>What another step is needed for first: what lies behind it cannot be told before.</summary>
    private static readonly string[] Stops =
    [
        ControlPoints.OpportunityMustExist.Id, ControlPoints.OpportunityMustBeOpen.Id, ControlPoints.StageMustBeAllowed.Id, ControlPoints.StageMustBeKnown.Id,
        ControlPoints.LastStageCannotAdvance.Id, ControlPoints.StageMustAllowWinning.Id,
        // Whose approval it takes follows from the rate.
        ControlPoints.RateMustBeKnown.Id,
    ];

    private static Gen<OpportunityCommand> Asked { get; } = Gen.Frequency(
        (4, Gen.Const((OpportunityCommand)new AdvanceStage())),
        (1, Gen.Const((OpportunityCommand)new AdvanceStage("close"))),
        (3, Gen.OneOf(null, "solution", "luck").Select(reason => (OpportunityCommand)new WinOpportunity(null, null, reason))));

    [Fact]
    public void Who_satisfies_every_item_by_its_command_may_go_on_or_is_told_of_fewer() =>
        Gen.Select(Generators.Story, Asked, Gen.Int[0, 2]).Sample((story, asked, lapsed) =>
        {
            var bucket = TestBucket.Of(story);
            if (bucket.Moves.Count == 0)
                return;
            var state = bucket.Moves[^1].After.State;
            var today = DateOnly.FromDateTime(state.ChangedAt.UtcDateTime);
            var world = new Site(state, lapsed, today > Generators.Begin ? today : Generators.Begin);
            if (Law(world, asked) is { } broken)
                throw new InvalidOperationException(broken);
        }, iter: 2_000);

    [Fact]
    public void The_law_catches_a_gate_that_tells_its_conditions_one_by_one()
    {
        var world = new Site(Steered.In("qualify") with { Facts = new() }, 0, World.Today) { TellsOnlyTheFirst = true };
        Assert.NotNull(Law(world, new AdvanceStage()));
        Assert.Null(Law(new Site(Steered.In("qualify") with { Facts = new() }, 0, World.Today), new AdvanceStage()));
    }

    /// <summary>What breaks the law; null when it holds.</summary>
    private static string? Law(Site world, OpportunityCommand asked)
    {
        if (world.Ask(asked) is not { } refusal || refusal.Missing.Any(m => Stops.Contains(m.ControlPoint)))
            return null;
        foreach (var item in refusal.Missing)
            asked = world.Satisfy(item, asked);
        var again = world.Ask(asked);
        return again is null || again.Missing.Length + again.Omitted < refusal.Missing.Length + refusal.Omitted
            ? null
            : $"{asked} lacked {string.Join("; ", refusal.Missing)}, and then {string.Join("; ", again.Missing)}.";
    }

    /// <summary>One opportunity, its owner's training, and everybody who can see to something.</summary>
    private sealed class Site(Opportunity current, int lapsed, DateOnly today)
    {
        private readonly DateTimeOffset at = new(today.ToDateTime(new(9, 0)), TimeSpan.Zero);
        private Opportunity state = current;
        private ImmutableArray<Qualification> training =
            [.. Enumerable.Range(0, lapsed).Select(i => new Qualification($"q{i}", $"Training {i}", [Acts.Sell], today.AddDays(-1 - i)))];

        public bool TellsOnlyTheFirst { get; init; }

        public Refusal? Ask(OpportunityCommand command)
        {
            var refusal = Decide(command, World.Wang.Id, Duties.None).Refusal;
            return TellsOnlyTheFirst && refusal is not null ? refusal with { Missing = refusal.Missing[..1] } : refusal;
        }

        /// <summary>Does what an item names. Answers the command that was refused, changed where the item is about its own content.</summary>
        public OpportunityCommand Satisfy(MissingItem item, OpportunityCommand refused)
        {
            var need = int.TryParse(item.Need, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
            switch (item.Command)
            {
                case null:
                    Assert.Equal([Who.Self], item.By);
                    return item.Field switch
                    {
                        "reason" => ((WinOpportunity)refused) with { Reason = World.Processes.Pinned(state.ProcessId, state.ProcessVersion).WinReasons is [var first, ..] ? first.Code : null },
                        _ => throw new ArgumentException($"Nobody knows what to do about {item}.", nameof(item)),
                    };
                case "opportunity.value":
                    Do(new ValueOpportunity(item.Field switch
                    {
                        "customerId" => new(CustomerId: World.Steel.Id),
                        "product" => new(Product: "MES"),
                        "amount" => new(Amount: new(125_000_00, "CNY")),
                        "expectedCloseOn" => new(ExpectedCloseOn: today.AddDays(30)),
                        _ => throw new ArgumentException($"{item} names no field.", nameof(item)),
                    }));
                    break;
                case "opportunity.evidence":
                    Do(new AttachEvidence(item.Need!, "DOC-9"));
                    break;
                case "opportunity.evaluate":
                    Do(new EvaluateOpportunity([new("need", 5), new("budget", 5)]));
                    break;
                case "opportunity.map-person":
                    for (var i = 0; i < need; i++)
                        Do(new MapPerson(new($"N-{item.Field}-{i}", "Somebody", item.Field ?? "coach")));
                    break;
                case "opportunity.activities":
                    for (var i = 0; i < need; i++)
                        Do(new RecordActivity(item.Field ?? "visit", "Talked"));
                    break;
                case "opportunity.name-competitors":
                    Do(new NameCompetitors([.. Enumerable.Range(0, need).Select(i => $"Rival {i}")]));
                    break;
                case "opportunity.set-product-lines":
                    Do(new SetProductLines([.. Enumerable.Repeat(new ProductLine("MES"), need)]));
                    break;
                case "opportunity.plan-next-step":
                    Do(new PlanNextStep("Present the design", today, "Win the plant manager first"));
                    break;
                case "opportunity.request-stage-approval":
                    Do(new RequestStageApproval(ApproverIn(item)));
                    break;
                case "opportunity.approve-stage":
                    Assert.DoesNotContain(Who.Self, item.By);
                    Do(new ApproveStage(ApproverIn(item)), "S-900", Duties.Manager | Duties.Finance | Duties.Legal);
                    break;
                case "quote.create":
                    Do(new NoteDocument(DocumentKind.Quote, "Q-9", true), "grid", Duties.Grid);
                    break;
                case "contract.create":
                    Do(new NoteDocument(DocumentKind.Contract, "K-9", true), "grid", Duties.Grid);
                    break;
                case "salesperson.pass-qualification":
                    training = training.RemoveAll(q => q.Code == item.Need);
                    break;
                default:
                    throw new ArgumentException($"Nobody knows what to do about {item}.", nameof(item));
            }
            return refused;
        }

        private static StageApprover ApproverIn(MissingItem item) => Enum.Parse<StageApprover>(item.Need!, ignoreCase: true);

        private void Do(OpportunityCommand command, string? actor = null, Duties duties = Duties.None)
        {
            var decision = Decide(command, actor ?? World.Wang.Id, duties);
            Assert.Null(decision.Refusal);
            foreach (var happened in decision.Events)
                state = state.Evolve(happened, at);
        }

        private Decision<OpportunityEvent> Decide(OpportunityCommand command, string actor, Duties duties) =>
            OpportunityRules.Decide("OPP-1", state, command, World.ContextOf(command, today) with
            {
                Request = new(1, at, today, actor, duties),
                PresentOwner = World.Wang with { Qualifications = training },
                Documents = [.. (state.File?.Documents ?? []).Select(d => new SeenDocument(d.Kind, "OPP-1", true))],
            });
    }
}
