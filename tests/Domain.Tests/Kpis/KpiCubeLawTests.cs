using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class KpiCubeLawTests
{
    private const int Ids = 6;
    private const int Versions = 5;

    private static readonly ImmutableArray<KpiQuery> EveryDimension = [.. OpportunitySchema.Schema.Dimensions.Select(d => new KpiQuery([d]))];

    private static readonly ImmutableArray<KpiQuery> InParts = [.. EveryDimension.Select(q => q with { ByCredit = true })];

    /// <summary>Records arriving in any order, some twice, some too late; and questions asked before, meanwhile and after.</summary>
    private static readonly Gen<Feed> Feeds = Gen.Select(
        Generators.State.Array[Ids * Versions], Gen.Int[0, (Ids * Versions) - 1].Array[0, 60], Generators.QuestionOfParts.Array[1, 6], Gen.Int[0, 60],
        (states, arrivals, questions, askedAt) => new Feed(states, arrivals, questions, askedAt));

    [Fact]
    public void The_cube_says_what_plain_sums_over_the_last_rows_say() => Feeds.Sample(
        feed =>
        {
            var table = Tables.OfOpportunities();
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
        var table = Tables.OfOpportunities();
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
                Assert.Null(PlainSums.Differs(table.Ask(query, Tables.Today), states, query));
            }
        }
    }

    [Fact]
    public void A_cube_that_forgets_to_take_away_is_caught()
    {
        // A table that never heard of the row before takes the new one for another.
        var forgetful = Tables.OfOpportunities();
        var query = new KpiQuery([KpiDimension.Stage]);
        forgetful.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        Assert.Null(PlainSums.Differs(forgetful.Ask(query, Tables.Today), [World.In("proposal")], query));
        forgetful.Put("OPP-1 again", new SubjectRecord<Opportunity> { Version = 1, State = World.In("bidding") });
        Assert.NotNull(PlainSums.Differs(forgetful.Ask(query, Tables.Today), [World.In("bidding")], query));
    }

    [Fact]
    public void Ages_are_those_of_the_day_asked_on_although_nothing_happens()
    {
        var table = Tables.OfOpportunities();
        var opened = World.In("proposal") with { OpenedOn = Tables.Today, StageSince = new(Tables.Today.ToDateTime(new(4, 0)), TimeSpan.Zero) };
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = opened });
        table.Put("OPP-2", new SubjectRecord<Opportunity> { Version = 1, State = opened with { Status = OpportunityStatus.Won, ClosedOn = Tables.Today.AddDays(40) } });
        var query = new KpiQuery([KpiDimension.AgeBand, KpiDimension.StageAgeBand]);
        foreach (var (days, band) in new[] { (0, "0-30"), (30, "0-30"), (31, "31-90"), (90, "31-90"), (91, "91-180"), (180, "91-180"), (181, "181-365"), (365, "181-365"), (366, "366+"), (0, "0-30") })
        {
            var today = Tables.Today.AddDays(days);
            var groups = table.Ask(query, today);
            Assert.Equal([(band, band), ("31-90", null)], groups.Keys.Select(k => (k.A, k.B)));
            Assert.Equal(days, KpiTotals.Of(KpiCube.Cells(groups, 2)[0].Sums).StageDays(today));
        }
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 2, State = opened with { OpenedOn = Tables.Today.AddDays(-31) } });
        Assert.Equal([("31-90", null), ("31-90", "0-30")], table.Ask(query, Tables.Today).Keys.Select(k => (k.A, k.B)).Order());
    }

    [Fact]
    public void Every_group_of_every_question_opens_to_the_rows_it_sums_up() => Gen.Select(Feeds, Generators.Question).Sample(
        (feed, question) =>
        {
            var table = Tables.OfOpportunities();
            for (var i = 0; i < feed.Arrivals.Length; i++)
            {
                var (id, version) = (feed.Arrivals[i] / Versions, feed.Arrivals[i] % Versions);
                table.Put($"OPP-{id}", new SubjectRecord<Opportunity> { Version = version + 1, State = feed.States[feed.Arrivals[i]] });
                if (i % 3 == 0)
                    table.Refused($"OPP-{i % (Ids + 2)}");
            }
            foreach (var query in EveryDimension.Append(question))
                Assert.Null(Opened.Differs(table, query, Tables.Today));
        },
        iter: 200);

    [Fact]
    public void A_list_that_leaves_a_row_out_does_not_sum_up()
    {
        var table = Tables.OfOpportunities();
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        var query = new KpiQuery([KpiDimension.Stage]);
        Assert.Null(Opened.Differs(table, query, Tables.Today));
        Assert.NotNull(Opened.Differs(table, query, Tables.Today, conditions => [.. conditions, new(KpiDimension.Owner, ["nobody"])]));
    }

    [Fact]
    public void A_group_nobody_is_in_any_more_is_not_in_the_answer()
    {
        var table = Tables.OfOpportunities();
        var query = new KpiQuery([KpiDimension.Stage]);
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 1, State = World.In("proposal") });
        Assert.Equal("proposal", Assert.Single(table.Ask(query, Tables.Today)).Key.A);
        table.Put("OPP-1", new SubjectRecord<Opportunity> { Version = 2, State = World.In("bidding") });
        Assert.Equal("bidding", Assert.Single(table.Ask(query, Tables.Today)).Key.A);
    }

    [Fact]
    public void The_second_fold_of_the_audit_agrees_with_the_cube_and_with_plain_sums() => Generators.Jobs.Sample(
        jobs =>
        {
            var bucket = TestBucket.Of(jobs, keepRefusals: true);
            var fold = new AuditFold(Tables.Zone);
            Assert.All(bucket.Entries, e => Assert.True(fold.TryAdd(e)));
            var answers = Journal.Answers(bucket);
            Assert.Equal(0, fold.Differences(Journal.Questions, answers));

            var states = bucket.Records.Values.OfType<SubjectRecord<Opportunity>>().Select(r => r.State).ToArray();
            for (var i = 0; i < answers.Length; i++)
            {
                var query = Journal.Questions[i];
                // The states do not say what was refused; the second fold does.
                var groups = answers[i].Cells.ToDictionary(Group, c => (Int128[])[.. c.Sums.AsSpan()[..^1], 0, c.Count]);
                Assert.Null(PlainSums.Differs(groups, states, query));
            }
        },
        iter: 200);

    [Fact]
    public void The_audit_counts_wrong_missing_and_surplus_groups()
    {
        var bucket = TestBucket.Of([new Job("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0))]);
        var fold = new AuditFold(Tables.Zone);
        bucket.Entries.ForEach(e => fold.TryAdd(e));
        var query = ImmutableArray.Create(new KpiQuery([KpiDimension.Owner]));
        var cell = Assert.Single(Journal.Answers(bucket)[1].Cells);
        Assert.Equal(0, Differences(cell));
        Assert.Equal(1, Differences(cell with { Sums = (cell.Totals + cell.Totals).ToSums() }));
        Assert.Equal(1, Differences());
        Assert.Equal(1, Differences(cell, cell with { Key = ["S-009"] }));
        Assert.Equal(2, Differences(cell with { Currency = "USD" }));

        int Differences(params KpiCell[] cells) => fold.Differences(query, [new(3, 9, null, [.. cells], Day: Tables.Today)]);
    }

    [Fact]
    public void What_people_and_teams_are_credited_with_adds_up_to_what_was_won() => Feeds.Sample(
        feed =>
        {
            var table = Tables.OfOpportunities();
            for (var i = 0; i < feed.Arrivals.Length; i++)
            {
                var (id, version) = (feed.Arrivals[i] / Versions, feed.Arrivals[i] % Versions);
                table.Put($"OPP-{id}", new SubjectRecord<Opportunity> { Version = version + 1, State = feed.States[feed.Arrivals[i]] });
            }
            foreach (var by in new[] { KpiDimension.Owner, KpiDimension.Team, KpiDimension.Region, KpiDimension.Quarter })
                Assert.Equal(Sums(table, new([by])), Sums(table, new([by]) { ByCredit = true }));
        },
        iter: 200);

    /// <summary>The sums of everything, currency by currency.</summary>
    private static IEnumerable<(string?, KpiTotals)> Sums(IFactTable table, KpiQuery query) => KpiCube.Cells(table.Ask(query, Tables.Today), query.GroupBy.Length)
        .GroupBy(c => c.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Aggregate(default(KpiTotals), (sum, c) => sum + KpiTotals.Of(c))));

    private static void Ask(IFactTable table, Dictionary<int, int> last, Feed feed)
    {
        var states = last.Select(l => feed.States[(l.Key * Versions) + l.Value]).ToArray();
        foreach (var query in feed.Questions.Concat(EveryDimension).Concat(InParts))
            Assert.Null(PlainSums.Differs(table.Ask(query, Tables.Today), states, query));
    }

    private static KpiGroupKey Group(KpiCell cell) => new(cell.Key.ElementAtOrDefault(0), null, null, null, cell.Currency);

    private sealed record Feed(Opportunity[] States, int[] Arrivals, KpiQuery[] Questions, int AskedAt);
}
