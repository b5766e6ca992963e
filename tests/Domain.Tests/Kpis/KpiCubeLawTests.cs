using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class KpiCubeLawTests
{
    private const int Ids = 6;
    private const int Versions = 5;

    private static readonly ImmutableArray<KpiQuery> EveryDimension = [.. Enum.GetValues<KpiDimension>().Select(d => new KpiQuery([d]))];

    /// <summary>Records arriving in any order, some twice, some too late; and questions asked before, meanwhile and after.</summary>
    private static readonly Gen<Feed> Feeds = Gen.Select(
        Generators.State.Array[Ids * Versions], Gen.Int[0, (Ids * Versions) - 1].Array[0, 60], Generators.Question.Array[1, 6], Gen.Int[0, 60],
        (states, arrivals, questions, askedAt) => new Feed(states, arrivals, questions, askedAt));

    [Fact]
    public void The_cube_says_what_plain_sums_over_the_last_rows_say() => Feeds.Sample(
        feed =>
        {
            var table = new PipelineTable();
            var last = new Dictionary<int, int>();
            for (var i = 0; i < feed.Arrivals.Length; i++)
            {
                if (i == feed.AskedAt)
                    Ask(table, last, feed);
                var (id, version) = (feed.Arrivals[i] / Versions, feed.Arrivals[i] % Versions);
                table.Put($"OPP-{id}", new SubjectRecord<Opportunity> { Version = version + 1, State = feed.States[feed.Arrivals[i]] });
                last[id] = Math.Max(last.GetValueOrDefault(id), version);
            }
            Ask(table, last, feed);
            Assert.Equal(last.Count, table.Count);
        },
        iter: 300);

    [Fact]
    public void More_questions_than_are_kept_are_all_answered_right()
    {
        var table = new PipelineTable();
        var states = Enumerable.Range(0, 40).Select(i => World.In(Generators.Stages[i % 6], World.Full with { ExpectedCloseOn = World.Today.AddDays(i) })).ToArray();
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < states.Length; i++)
            {
                states[i] = states[i] with { Stage = Generators.Stages[(i + round) % 6] };
                table.Put($"OPP-{i}", new SubjectRecord<Opportunity> { Version = round, State = states[i] });
            }
            for (var day = 0; day < KpiCube.ViewsMax + 10; day++)
            {
                var query = new KpiQuery([KpiDimension.Stage], World.Today.AddDays(day));
                Assert.Null(PlainSums.Differs(table.Cube.Ask(query), states, query));
            }
        }
    }

    [Fact]
    public void A_cube_that_forgets_to_take_away_is_caught()
    {
        var forgetful = new KpiCube([]);
        var query = new KpiQuery([KpiDimension.Stage]);
        forgetful.Ask(query);
        forgetful.Replace(null, RowOf(World.In("proposal")));
        Assert.Null(PlainSums.Differs(forgetful.Ask(query), [World.In("proposal")], query));
        forgetful.Replace(null, RowOf(World.In("bidding")));
        Assert.NotNull(PlainSums.Differs(forgetful.Ask(query), [World.In("bidding")], query));
    }

    [Fact]
    public void A_group_nobody_is_in_any_more_is_not_in_the_answer()
    {
        var table = new PipelineTable();
        var query = new KpiQuery([KpiDimension.Stage]);
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        Assert.Equal("proposal", Assert.Single(table.Cube.Ask(query)).Key.A);
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 2, State = World.In("bidding") });
        Assert.Equal("bidding", Assert.Single(table.Cube.Ask(query)).Key.A);
    }

    [Fact]
    public void The_second_fold_of_the_audit_agrees_with_the_cube_and_with_plain_sums() => Generators.Jobs.Sample(
        jobs =>
        {
            var bucket = TestBucket.Of(jobs);
            var fold = new AuditFold();
            Assert.All(bucket.Entries, e => Assert.True(fold.TryAdd(e)));
            var answers = Journal.Answers(bucket);
            Assert.Equal(0, fold.Differences(Journal.Questions, answers));

            var states = bucket.Records.Values.OfType<SubjectRecord<Opportunity>>().Select(r => r.State).ToArray();
            for (var i = 0; i < answers.Length; i++)
            {
                var query = Journal.Questions[i];
                var groups = answers[i].Cells.ToDictionary(c => Group(c), c => c.Totals);
                Assert.Null(PlainSums.Differs(groups, states, query));
            }
        },
        iter: 200);

    [Fact]
    public void The_audit_counts_wrong_missing_and_surplus_groups()
    {
        var bucket = TestBucket.Of([new Job("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))]);
        var fold = new AuditFold();
        bucket.Entries.ForEach(e => fold.TryAdd(e));
        var query = ImmutableArray.Create(new KpiQuery([KpiDimension.Owner]));
        var cell = Assert.Single(Journal.Answers(bucket)[1].Cells);
        Assert.Equal(0, Differences(cell));
        Assert.Equal(1, Differences(cell with { Totals = cell.Totals + cell.Totals }));
        Assert.Equal(1, Differences());
        Assert.Equal(1, Differences(cell, cell with { Key = ["S-009"] }));
        Assert.Equal(2, Differences(cell with { Currency = "USD" }));

        int Differences(params KpiCell[] cells) => fold.Differences(query, [new(3, 9, null, [.. cells])]);
    }

    private static void Ask(PipelineTable table, Dictionary<int, int> last, Feed feed)
    {
        var states = last.Select(l => feed.States[(l.Key * Versions) + l.Value]).ToArray();
        foreach (var query in feed.Questions.Concat(EveryDimension))
            Assert.Null(PlainSums.Differs(table.Cube.Ask(query), states, query));
    }

    private static KpiGroupKey Group(KpiCell cell) => new(cell.Key.ElementAtOrDefault(0), null, null, null, cell.Currency);

    private static PipelineRow RowOf(Opportunity state)
    {
        var table = new PipelineTable();
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = state });
        return Assert.Single(table.Query(new()).Rows);
    }

    private sealed record Feed(Opportunity[] States, int[] Arrivals, KpiQuery[] Questions, int AskedAt);
}
