using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Storage.InMemory;
using SalesGrid.Subjects;
using SalesGrid.Testing;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>A customer that was registered twice becomes one, with all that belongs to it, whatever falls meanwhile.</summary>
public sealed class CustomerMergeTests : IAsyncLifetime
{
    private const string Code = "91350100M000100Y43";

    private readonly MovableTime time = new(new(2027, 1, 10, 9, 0, 0, TimeSpan.Zero));
    private readonly FailOnce fail = new();
    private GridCluster grid = null!;

    public async ValueTask InitializeAsync()
    {
        grid = await GridCluster.Start(new InMemoryLedgerStore(), silos: 1, time: time, filter: fail);
        await Accepted(grid.Salesperson("S-1").Execute(new RegisterSalesperson("S-1", new("T", "R")), grid.By("hr-1", Duties.People)));
        foreach (var id in new[] { "A", "B" })
            await Accepted(grid.Customer(id).Execute(new RegisterCustomer(new(id, Sector: id)), grid.Command()));
    }

    public ValueTask DisposeAsync() => grid.DisposeAsync();

    [Fact]
    public async Task What_belongs_to_a_customer_follows_it_and_the_alias_names_the_one_that_stays()
    {
        await Accepted(grid.Customer("A").Execute(new AmendCustomer { CreditCode = Code }, Manager()));
        await Accepted(grid.Customer("A").Execute(new PutContact("P-1", "张伟"), Manager()));
        await Accepted(grid.Customer("A1").Execute(new RegisterCustomer(new("A1", Parent: "A")), grid.Command()));
        for (var i = 0; i < 60; i++)
            await Open($"O-{i}", "A", "MES");
        await Accepted(grid.Opportunity("O-lost").Execute(new OpenOpportunity(new(CustomerId: "A"), "S-1"), grid.Command()));
        await Accepted(grid.Opportunity("O-lost").Execute(new LoseOpportunity("price"), Manager()));
        await Accepted(grid.Subject("pricelist/PL").Do(new DraftPriceList("2027", "CNY", [new("CNC-5", "车床", 1_000, 500, 400)]), grid.By("fin-1", Duties.Finance)));
        await Accepted(grid.Subject("pricelist/PL").Do(new ApprovePriceList(new(2027, 1, 10)), grid.By("fin-2", Duties.Finance)));
        await Accepted(grid.Subject("quote/Q-1").Do(new DraftQuote("O-1", "PL", [new("CNC-5", 1_000)], new(2027, 2, 10)), Manager()));

        var preview = (await grid.Customer("A").PreviewMerge("B", 5))!;
        Assert.Null(preview.Refusal);
        Assert.Equal([("customer", 1L), ("opportunity", 60L), ("quote", 1L)], preview.Parts.Select(p => (p.Part, p.Total)));
        Assert.Equal(1, preview.Contacts);
        await Refused(grid.Customer("A").Execute(new MergeCustomer("B", "重复"), grid.By("S-1", Duties.None)), ControlPoints.SenderMustHaveStanding);
        // The 31st deal's answer is lost: it is asked again under the same id.
        fail.After(30, typeof(FollowCustomer));
        await Accepted(grid.Customer("A").Execute(new MergeCustomer("B", "重复"), Manager()));
        var done = await Ended("A");
        Assert.True(fail.HasFailed);
        Assert.Equal([new("customer", 1), new("opportunity", 60), new("quote", 1)], done.Moved);
        Assert.Equal(0, done.NotMovedCount);
        Assert.Equal(("B", "B"), ((await grid.Opportunity("O-7").Get())!.Facts.CustomerId, (await grid.Opportunity("O-7").Get())!.Sector));
        Assert.Equal("A", (await grid.Opportunity("O-lost").Get())!.Facts.CustomerId);
        Assert.Equal("B", ((QuoteView)(await grid.Subject("quote/Q-1").See())!).Terms.CustomerId);
        Assert.Equal("B", (await grid.Customer("A1").Get())!.Profile.Parent);
        foreach (var id in Enumerable.Range(0, 60).Select(i => $"O-{i}"))
            Assert.Single(await grid.Subject($"opportunity/{id}").Trail(0, 50), e => e.Type == nameof(CustomerFollowed));
        var stays = (await grid.Customer("B").Get())!;
        Assert.Equal((Code, "P-1"), (stays.Profile.CreditCode, Assert.Single(stays.File!.Contacts).Id));
        Assert.Equal(["A"], stays.MergedFrom);
        var alias = (await grid.Customer("A").Get())!;
        Assert.Equal(("B", null, 0), (alias.MergedInto, alias.Profile.CreditCode, alias.File!.Contacts.Length));

        var refused = await Refused(grid.Opportunity("O-new").Execute(new OpenOpportunity(new(CustomerId: "A"), "S-1"), grid.Command()), ControlPoints.CustomerMustNotBeMerged);
        Assert.Contains("B", refused.Reason.En, StringComparison.Ordinal);
        await Refused(grid.Opportunity("O-1").Execute(new ValueOpportunity(new(CustomerId: "A")), Manager()), ControlPoints.CustomerMustNotBeMerged);
        await Refused(grid.Subject("quote/Q-2").Do(new DraftQuote("O-lost-2", "PL", [new("CNC-5", 1_000)], new(2027, 2, 10), CustomerId: "A"), Manager()), ControlPoints.OpportunityMustExist);
        await Refused(grid.Customer("C").Execute(new RegisterCustomer(new("C", CreditCode: Code)), grid.Command()), ControlPoints.IdentityMustBeUnclaimed);
        await grid.Verify();
    }

    [Fact]
    public async Task Two_that_are_merged_into_one_another_at_one_moment_are_not_both()
    {
        for (var round = 0; round < 10; round++)
        {
            var (one, other) = ($"X-{round}", $"Y-{round}");
            foreach (var id in new[] { one, other })
                await Accepted(grid.Customer(id).Execute(new RegisterCustomer(new(id)), grid.Command()));
            var receipts = await Task.WhenAll(
                grid.Customer(one).Execute(new MergeCustomer(other, "重复"), Manager()),
                grid.Customer(other).Execute(new MergeCustomer(one, "重复"), Manager()));
            Assert.True(receipts.Count(r => r.Accepted) <= 1, $"round {round}: both were merged");
            Assert.All(receipts.Where(r => !r.Accepted), r => Assert.Equal(ControlPoints.MergesMustNotChain.Id, r.Refusal!.ControlPoint));
            var views = new[] { (await grid.Customer(one).Get())!, (await grid.Customer(other).Get())! };
            Assert.True(views.Count(v => v.MergedInto is not null) <= 1);
        }
        // Nor three in a circle.
        foreach (var id in new[] { "P", "Q", "R" })
            await Accepted(grid.Customer(id).Execute(new RegisterCustomer(new(id)), grid.Command()));
        await Task.WhenAll(new[] { ("P", "Q"), ("Q", "R"), ("R", "P") }.Select(m => grid.Customer(m.Item1).Execute(new MergeCustomer(m.Item2, "重复"), Manager())));
        var into = new Dictionary<string, string?>();
        foreach (var id in new[] { "P", "Q", "R" })
            into[id] = (await grid.Customer(id).Get())!.MergedInto;
        Assert.All(into.Values.OfType<string>(), stays => Assert.Null(into[stays]));
    }

    [Fact]
    public async Task A_deal_that_would_collide_stays_with_the_alias_and_is_listed_until_it_can_follow()
    {
        await Accepted(grid.Opportunity("O-a").Execute(new OpenOpportunity(new(CustomerId: "A", Product: "MES"), "S-1", "seven-steps"), grid.Command()));
        await Accepted(grid.Opportunity("O-b").Execute(new OpenOpportunity(new(CustomerId: "B", Product: "MES"), "S-1", "seven-steps"), grid.Command()));
        await Accepted(grid.Customer("A").Execute(new MergeCustomer("B", "重复"), Manager()));
        var done = await Ended("A");
        Assert.Equal((1, "O-a", "CP-CLAIM-02"), (done.NotMovedCount, done.NotMoved[0].Id, done.NotMoved[0].ControlPoint));
        Assert.Equal("A", (await grid.Opportunity("O-a").Get())!.Facts.CustomerId);
        await Accepted(grid.Opportunity("O-b").Execute(new LoseOpportunity("price"), Manager()));
        await Accepted(grid.Customer("A").Execute(new MergeCustomer("B", "再次"), Manager()));
        Assert.Equal((2, 0), ((await Ended("A", 2)).Number, (await Ended("A", 2)).NotMovedCount));
        Assert.Equal("B", (await grid.Opportunity("O-a").Get())!.Facts.CustomerId);
        await grid.Verify();
    }

    private Envelope Manager() => grid.By("m-1", Duties.Manager);

    private async Task Open(string id, string customer, string product) =>
        await Accepted(grid.Opportunity(id).Execute(new OpenOpportunity(new(id, customer, product, "direct", new Money(100_00, "CNY"), new DateOnly(2027, 3, 31)), "S-1"), grid.Command()));

    private async Task<Handover> Ended(string customer, int number = 1)
    {
        await Poll.Until(async () =>
        {
            await grid.Subject($"customer/{customer}").Wake();
            return (await grid.Customer(customer).PreviewMerge(null, 1))!.Merge is { Steps: { EndedAt: not null } steps } && steps.Number == number ? "" : (object?)null;
        }, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return (await grid.Customer(customer).PreviewMerge(null, 1))!.Merge!.Steps;
    }

    /// <summary>Has a command fail once, after some others of its type: its answer is lost, though it was carried out.</summary>
    private sealed class FailOnce : IIncomingGrainCallFilter
    {
        private Type? type;
        private int left;

        public bool HasFailed { get; private set; }

        public void After(int others, Type of) => (left, type) = (others, of);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            await context.Invoke();
            if (type is not null && context.MethodName == nameof(ISubject.Do) && context.Request.GetArgument(0)?.GetType() == type && Interlocked.Decrement(ref left) == -1)
            {
                HasFailed = true;
                throw new TimeoutException("The answer was lost.");
            }
        }
    }
}
