using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

/// <summary>Laws of quotes and contracts, over stories made by chance: whoever does whatever, in whatever order.</summary>
public sealed class DealLawTests
{
    private static readonly Gen<DecisionContext> Who = Gen.Select(
        Gen.OneOf(("S-1", Duties.None), ("M-1", Duties.None), ("M-2", Duties.None), ("M-3", Duties.Manager), ("admin", Deals.Everything),
            ("legal", Duties.Legal), ("finance", Duties.Finance), ("grid", Duties.Grid)),
        Gen.Int[0, 40],
        (who, days) => Deals.Ask(who.Item1, who.Item2, at: World.Now.AddDays(days)));

    private static readonly Gen<QuoteCommand> QuoteCommands = Gen.Frequency(
        (2, Gen.Int[0, 2_000].Select(d => (QuoteCommand)Deals.Draft(Deals.LatheAt(d)))),
        (1, Gen.Int[0, 2_000].Select(d => (QuoteCommand)new ReviseQuote(Lines: [Deals.LatheAt(d)], ValidUntil: World.Today.AddDays(45)))),
        (4, Gen.Const((QuoteCommand)new SubmitQuote())),
        (6, Gen.Const((QuoteCommand)new ApproveQuote())),
        (2, Gen.Const((QuoteCommand)new RejectQuote("-"))),
        (2, Gen.Int[0, 2].Select(i => (QuoteCommand)new EscalateApproval(i))),
        (1, Gen.OneOf<QuoteCommand>(new AcceptQuote("PO"), new WithdrawQuote("-"), new ExpireQuote(), new ReassignQuote("S-2", "-"), new ReassignQuote("M-1", "-"),
            new QuoteFollowsOpportunity("S-2", ["S-1"], "-"), new QuoteFollowsOpportunity("M-1", ["S-9"], "-"),
            new MoveQuoteToCustomer("C-100", "C-200"), new MoveQuoteToCustomer("C-100", "C-200"))));

    /// <summary>Mostly those whose business it is, now and then anybody.</summary>
    private static readonly Gen<(QuoteCommand, DecisionContext)[]> QuoteStory =
        Gen.Select(QuoteCommands, Who, Gen.Int[0, 9], (command, by, chance) => (command, chance == 0 ? by : command switch
        {
            ExpireQuote or EscalateApproval or ReassignQuote or QuoteFollowsOpportunity or MoveQuoteToCustomer => by with { Actor = "grid", Duties = Duties.Grid },
            ApproveQuote or RejectQuote => by,
            _ => by with { Actor = "S-1", Duties = Duties.None },
        })).Array[1, 40];

    private static readonly Gen<(ContractCommand, DecisionContext, long)[]> ContractStory = Gen.Select(
        Gen.Frequency(
            (2, Gen.Const((ContractCommand)new DraftContract("Q-1", Deals.Clauses))),
            (1, Gen.OneOf<ContractCommand>(new AmendContract("-", new(Delivery: "四月")), new AmendContract("-", QuoteId: "Q-1"), new AmendContract("-", QuoteId: "Q-2"))),
            (3, Gen.Const((ContractCommand)new SubmitForReview())),
            (6, Gen.Select(Gen.Enum<ReviewSide>(), side => (ContractCommand)new ReviewContract(side, ReviewVerdict.Approved))),
            (4, Gen.Const((ContractCommand)Deals.Sign)),
            (3, Gen.Select(Gen.Int[1, 4], Gen.Long[1, 1_500_00], (r, minor) => (ContractCommand)new RecordReceipt(new Money(minor, "CNY"), World.Today, $"R{r}"))),
            (2, Gen.Const((ContractCommand)new CompleteContract())),
            (1, Gen.OneOf<ContractCommand>(new ReassignContract("S-2", "-"), new ReassignContract("legal", "-"),
                new ContractFollowsOpportunity("S-2", ["S-1"], "-"), new ContractFollowsOpportunity("legal", ["S-9"], "-"))),
            (1, Gen.OneOf<ContractCommand>(new TerminateContract("-"), new ArchiveContract("-")))),
        Who, Gen.OneOf(1_900_00L, 1_200_00L, 2_500_00L)).Array[1, 40];

    [Fact]
    public void A_quote_stands_only_where_others_approved_it_or_its_owner_could_alone() => QuoteStory.Sample(story =>
    {
        // A handover changes neither what was submitted nor its hash, which names who owned it then.
        var owner = "";
        Play(story, (before, e, by, after) =>
        {
            if (after.Status is QuoteStatus.Submitted or QuoteStatus.Approved)
                Assert.DoesNotContain(after.Terms!.OwnerId, after.Route?.Steps.Select(s => s.ApprovedBy) ?? []);
            if (e is QuoteSubmitted)
                owner = after.Terms!.OwnerId;
            if (e is not QuoteApproved approved)
                return;
            var totals = after.Priced!.Totals;
            Assert.Equal(QuoteRules.HashOf(after.Terms! with { OwnerId = owner }, after.Priced), approved.Approval.Hash);
            Assert.True(totals.Discount.MinorUnits == 0 || approved.DrawsOn is not null);
            if (approved.Approval.WithinAuthority)
            {
                Assert.True(totals.DiscountBasisPoints <= Deals.Junior.DiscountBasisPoints);
                return;
            }
            Assert.All(after.Route!.Steps.Select(s => s.ApprovedBy).OfType<string>(), a => Assert.DoesNotContain(a, after.Authors.Add(after.Terms!.OwnerId)));
            Assert.True(after.Route!.IsComplete);
        });
    }, iter: 3_000);

    [Fact]
    public void A_discount_is_needed_exactly_while_a_quote_stands() => QuoteStory.Sample(story => Play(story, (before, e, by, after) =>
    {
        Assert.True(after.Stands || after.Approval is null);
        Assert.Equal(after.Stands ? after.Approval!.Totals.Discount.MinorUnits : 0, QuoteNeeds.Of("Q-1", after).Sum(n => n.Amount!.Value.MinorUnits));
    }), iter: 3_000);

    [Fact]
    public void Quotes_and_contracts_read_back_from_the_ledger_are_what_they_were()
    {
        QuoteStory.Sample(story =>
        {
            var (state, events) = Play(story, (_, _, _, _) => { });
            var read = events.Aggregate(Quote.None, (q, e) =>
                q.Evolve((QuoteEvent)QuoteKind.Kind.Read(e.Event.GetType().Name, SubjectKind<Quote, QuoteEvent>.Write(e.Event)), e.At));
            Assert.Equal(Same.Text(state), Same.Text(read));
            var record = new SubjectRecord<Quote> { State = state };
            Assert.Equal(Same.Text(state), Same.Text(((SubjectRecord<Quote>)QuoteKind.Kind.Deserialize(QuoteKind.Kind.Serialize(record))).State));
        }, iter: 500);
        ContractStory.Sample(story =>
        {
            var (state, events) = Play(story, (_, _, _) => { });
            var read = events.Aggregate(Contract.None, (c, e) =>
                c.Evolve((ContractEvent)ContractKind.Kind.Read(e.Event.GetType().Name, SubjectKind<Contract, ContractEvent>.Write(e.Event)), e.At));
            Assert.Equal(Same.Text(state), Same.Text(read));
            var record = new SubjectRecord<Contract> { State = state };
            Assert.Equal(Same.Text(state), Same.Text(((SubjectRecord<Contract>)ContractKind.Kind.Deserialize(ContractKind.Kind.Serialize(record))).State));
        }, iter: 500);
    }

    [Fact]
    public void A_contract_needs_exactly_what_is_signed_and_not_received() => ContractStory.Sample(story => Play(story, (before, e, after) =>
    {
        if (!after.Stands)
            return;
        var outstanding = after.Outstanding!.Value.MinorUnits;
        Assert.InRange(outstanding, 0, after.Signed!.Amount.MinorUnits);
        foreach (var account in new[] { "credit", "allowance" })
            Assert.Equal(outstanding, ContractNeeds.Of("K-1", after).Where(n => n.Account == account).Sum(n => n.Amount!.Value.MinorUnits));
    }), iter: 3_000);

    [Fact]
    public void A_contract_is_signed_only_as_two_others_reviewed_it() => ContractStory.Sample(story =>
    {
        var owner = "";
        Play(story, (before, e, after) =>
        {
            if (e is ContractDrafted or ContractAmended)
                owner = after.Content!.OwnerId;
            if (e is not ContractSigned signed)
                return;
            Assert.Equal(ContractRules.HashOf(after.Content! with { OwnerId = owner }), signed.Signed.Hash);
            Assert.Equal([ReviewSide.Legal, ReviewSide.Finance], before.Reviews.Select(r => r.Side).Order());
            Assert.Equal(2, before.Reviews.Select(r => r.By).Distinct().Count());
            Assert.All(before.Reviews, r => Assert.Equal(signed.Signed.Hash, r.Hash));
            Assert.All(before.Reviews, r => Assert.DoesNotContain(r.By, before.Authors.Add(before.Content!.OwnerId)));
        });
    }, iter: 3_000);

    [Fact]
    public void An_ended_contract_needs_nothing_and_is_never_signed_again() => ContractStory.Sample(story =>
    {
        var ended = false;
        Play(story, (before, e, after) =>
        {
            Assert.False(ended && e is ContractSigned or ContractDrafted && before.Terminated);
            ended |= e is ContractTerminated;
            Assert.True(!after.Terminated || ContractNeeds.Of("K-1", after).IsEmpty);
        });
    }, iter: 2_000);

    [Fact]
    public void The_stories_reach_every_event_often()
    {
        var seen = new Dictionary<string, int>();
        QuoteStory.Sample(story => Count(Play(story, (_, _, _, _) => { }).Events.Select(e => (object)e.Event)), iter: 8_000, threads: 1);
        ContractStory.Sample(story => Count(Play(story, (_, _, _) => { }).Events.Select(e => (object)e.Event)), iter: 8_000, threads: 1);
        var wanted = QuoteKind.Kind.EventTypes.Concat(ContractKind.Kind.EventTypes).Select(t => t.Name);
        Assert.All(wanted, name => Assert.True(seen.GetValueOrDefault(name) >= 20, $"{name}: {seen.GetValueOrDefault(name)} of 8,000 stories."));

        void Count(IEnumerable<object> events)
        {
            foreach (var name in events.Select(e => e.GetType().Name).Distinct())
                seen[name] = seen.GetValueOrDefault(name) + 1;
        }
    }

    private static (Quote State, List<(QuoteEvent Event, DateTimeOffset At)> Events) Play(
        (QuoteCommand, DecisionContext)[] story, Action<Quote, QuoteEvent, DecisionContext, Quote> look)
    {
        var (quote, events) = (Quote.None, new List<(QuoteEvent, DateTimeOffset)>());
        foreach (var (command, by) in story)
        {
            // A deal is given away first, then what belongs to it.
            var owner = (command as ReassignQuote)?.OwnerId ?? (command as QuoteFollowsOpportunity)?.OwnerId ?? quote.Terms?.OwnerId ?? "S-1";
            var decision = QuoteRules.Decide("Q-1", quote, command, by, Deals.Context with { Owner = OwnerOf(owner), Opportunity = Deals.Opportunity with { OwnerId = owner } });
            foreach (var e in decision.Events)
            {
                var after = quote.Evolve(e, by.At);
                look(quote, e, by, after);
                (quote, _) = (after, 0);
                events.Add((e, by.At));
            }
        }
        return (quote, events);
    }

    private static (Contract State, List<(ContractEvent Event, DateTimeOffset At)> Events) Play(
        (ContractCommand, DecisionContext, long)[] story, Action<Contract, ContractEvent, Contract> look)
    {
        var (contract, events) = (Contract.None, new List<(ContractEvent, DateTimeOffset)>());
        // Who reviews and signs is known well enough that stories get far.
        foreach (var (command, by, amount) in story)
        {
            var version = events.Count;
            var quoteId = command switch { AmendContract { QuoteId: { } id } => id, _ => contract.Content?.QuoteId ?? "Q-1" };
            var net = command is SignContract && contract.Content is { } content ? content.Amount.MinorUnits : amount;
            var context = new ContractContext(Deals.StandingQuote(quoteId, net) with { Status = QuoteStatus.Accepted }, OwnerOf((command as ReassignContract)?.OwnerId ?? (command as ContractFollowsOpportunity)?.OwnerId ?? contract.Content?.OwnerId));
            var sent = command switch
            {
                // A contract is reviewed no more once it is paid: its end is what is left to look at.
                ReviewContract when contract is { Status: ContractStatus.Signed, Outstanding.MinorUnits: 0 } => new CompleteContract(),
                RecordReceipt c when amount == 1_900_00 && contract.Outstanding is { MinorUnits: > 0 } left => c with { Amount = left, Reference = $"R{version}" },
                _ => command,
            };
            var decision = ContractRules.Decide("K-1", contract, sent, by with { Duties = Helped(sent, by) }, context);
            foreach (var e in decision.Events)
            {
                var after = contract.Evolve(e, by.At);
                look(contract, e, after);
                contract = after;
                events.Add((e, by.At));
            }
        }
        return (contract, events);
    }

    private static SalespersonView OwnerOf(string? id) => id is null || id == Deals.Owner.Id ? Deals.Owner : Deals.Owner with { Id = id };

    private static Duties Helped(ContractCommand command, DecisionContext by) => command switch
    {
        ReviewContract => by.Duties | Deals.Everything,
        _ => by.Duties | Duties.Finance | Duties.Legal,
    };
}
