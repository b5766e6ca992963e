using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.Storage.InMemory;
using static SalesGrid.Grains.Tests.GridCluster;

namespace SalesGrid.Grains.Tests;

/// <summary>Opportunities begun many at a time, beside their grains: by the same rules, and with nobody left believing otherwise.</summary>
public sealed class IntakeTests
{
    private const int Bucket = 1;

    [Fact]
    public async Task What_is_begun_together_is_there_for_everybody_and_counts_once()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var items = Items(50);
        var receipts = await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]);
        Assert.All(receipts, r => Assert.Equal((1, false, Bucket), (r!.Version, r.Replayed, r.Bucket)));
        Assert.Equal(50, receipts.Select(r => r!.Seq).Distinct().Count());
        foreach (var item in items)
            Assert.Equal("S1", (await grid.Opportunity(item.Id).Get())!.OwnerId);
        Assert.Equal(50, (await grid.Totals()).Opportunities);
        await grid.Verify();
    }

    [Fact]
    public async Task An_import_that_is_repeated_gets_its_first_receipts_again()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var items = Items(20);
        var first = await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]);
        // One of them has moved on since.
        await Accepted(grid.Opportunity(items[3].Id).Execute(new RecordActivity("call", "spoke"), grid.Command()));
        var again = await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]);
        Assert.Equal(first.Select(r => (r!.Version, r.Seq)), again.Select(r => (r!.Version, r.Seq)));
        Assert.All(again, r => Assert.True(r!.Replayed));
        Assert.Equal(20, (await grid.Totals()).Opportunities);
        await grid.Verify();
    }

    [Fact]
    public async Task A_grain_that_knew_of_nothing_learns_of_what_was_begun_beside_it()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var items = Items(3);
        Assert.Null(await grid.Opportunity(items[0].Id).Get());
        await Refused(grid.Opportunity(items[1].Id).Execute(new RecordActivity("call", "spoke"), grid.Command()), ControlPoints.OpportunityMustExist);
        await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]);
        Assert.NotNull(await grid.Opportunity(items[0].Id).Get());
        await Accepted(grid.Opportunity(items[1].Id).Execute(new RecordActivity("call", "spoke"), grid.Command()));
        await Refused(grid.Opportunity(items[0].Id).Execute(new OpenOpportunity(new("twice"), "S1"), grid.Command()), ControlPoints.OpportunityMustBeNew);
        await grid.Verify();
    }

    [Fact]
    public async Task What_a_rule_forbids_or_what_exists_is_left_to_the_opportunity()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var ids = Ids(4);
        await grid.Open(ids[0]);
        IntakeItem[] items =
        [
            new(ids[0], Import(), grid.Command()),
            new(ids[1], Import() with { OwnerId = "nobody" }, grid.Command()),
            new(ids[2], Import() with { Stage = "no-such-stage" }, grid.Command()),
            new(ids[3], Import(), grid.Command(expectedVersion: 7)),
        ];
        var entries = (await grid.Verify())[Bucket].Entries;
        Assert.All(await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]), Assert.Null);
        Assert.Equal(entries, (await grid.Verify())[Bucket].Entries);
        await Refused(grid.Opportunity(ids[1]).Execute(items[1].Command, items[1].Envelope), ControlPoints.OwnerMustBeKnown);
    }

    [Fact]
    public async Task Two_that_begin_the_same_opportunity_at_once_begin_it_once()
    {
        await using var grid = await GridCluster.Start(new InMemoryLedgerStore());
        await grid.Staff();
        var items = Items(100);
        var open = items.Select(i => grid.Opportunity(i.Id).Execute(new OpenOpportunity(new("by hand"), "S1"), grid.Command())).ToArray();
        var begun = await grid.Grains.GetGrain<IIntakeGrain>(Bucket).Begin([.. items]);
        var opened = await Task.WhenAll(open);
        for (var i = 0; i < items.Length; i++)
            Assert.True(begun[i] is not null ^ opened[i].Accepted, $"{items[i].Id} was begun by both or neither.");
        Assert.Equal(100, (await grid.Totals()).Opportunities);
        await grid.Verify();
    }

    private static IntakeItem[] Items(int count) => [.. Ids(count).Select(id => new IntakeItem(id, Import(), new($"load:{id}", "tester", Duties: Duties.Administrator)))];

    private static string[] Ids(int count) =>
        [.. Enumerable.Range(0, 10_000).Select(i => $"N{i}").Where(id => SubjectId.BucketOf($"opportunity/{id}", 4) == Bucket).Take(count)];

    private static ImportOpportunity Import() => new(new("Lathe", "C1"), "S1", OpportunityStatus.Open, "development",
        new DateOnly(2025, 3, 1), null, null, "crm");
}
