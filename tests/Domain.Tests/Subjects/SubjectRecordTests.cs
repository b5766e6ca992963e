using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class SubjectRecordTests
{
    [Fact]
    public void A_record_keeps_the_newest_commands_and_lets_whole_blocks_go()
    {
        var bucket = new TestBucket();
        bucket.Take("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0));
        for (var i = 1; i <= 100; i++)
            bucket.Take("OPP-1", new(new RecordActivity("call", $"call {i}"), 0));

        // 101 commands: three blocks are full, two of them have left.
        var record = bucket.Records["opportunity/OPP-1"];
        Assert.Equal((101, 37, 64), (record.Version, record.Commands.Count, record.Commands.AfterVersion));
        Assert.Null(record.Find("command-63"));
        Assert.Equal(65, record.Find("command-64")?.Version);
        Assert.Equal(record.Version, record.Find("command-100")?.Version);
        Assert.Null(OpportunityLaws.ReplayGivesTheSameRecord(bucket));
        Assert.Null(OpportunityLaws.AHeadGivesTheSameRecord(bucket));
    }

    [Fact]
    public void A_command_nobody_gave_has_no_mark()
    {
        Assert.Null(OpportunityKind.Kind.Empty.Find("command-0"));
        var record = (SubjectRecord<Customer>)CustomerKind.Kind.Empty
            .After(new(new(World.Steel.Profile, World.Now), null, null), 1).Committed(new(CommandMark.HashOf("a"), 7, 1, 1, 12));
        Assert.Null(record.Find("A"));
        Assert.Equal(new CommandMark(CommandMark.HashOf("a"), 7, 1, 1, 12), record.Find("a"));
        Assert.Equal(12, record.Seq);
    }

    [Fact]
    public void Commands_of_several_events_have_one_mark_each_live_and_replayed() => Gen.Int[1, 4].Array[1, 12].Sample(sizes =>
    {
        var bucket = new TestBucket();
        bucket.Take("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0));
        foreach (var size in sizes)
        {
            var events = Enumerable.Range(0, size).Select(i => (OpportunityEvent)new ActivityRecorded("call", $"part {i}", World.Today));
            bucket.Commit(OpportunityKind.Kind, "OPP-1", [.. events], (state, e, at) => state.Evolve(e, at));
            // Another object in between, and a command that changes nothing: both move the numbers on.
            bucket.Take("OPP-2", new(new OpenOpportunity(World.Full, World.Li.Id), 0));
        }
        var record = bucket.Records["opportunity/OPP-1"];
        Assert.Equal(sizes.Prepend(1), record.Commands.Select(c => c.Events));
        Assert.Equal(record.Version, record.Commands[^1].Version);
        Assert.Equal(record.Seq, record.Commands[^1].FirstSeq + record.Commands[^1].Events - 1);
        Assert.Null(OpportunityLaws.ReplayGivesTheSameRecord(bucket));
    });

    [Fact]
    public void An_entry_that_skips_a_version_is_not_folded()
    {
        var bucket = new TestBucket();
        bucket.Take("OPP-1", new(new OpenOpportunity(World.Full, World.Wang.Id), 0));
        var entry = bucket.Entries[0] with { Seq = 2, Version = 3 };
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Fold(bucket.Records["opportunity/OPP-1"], entry));
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Fold(null, entry));
    }

    [Fact]
    public void An_event_or_an_object_of_a_newer_version_of_the_product_is_not_guessed_at()
    {
        Assert.Throws<InvalidDataException>(() => OpportunityKind.Kind.Read("OpportunityPaused", "{}"u8));
        Assert.Throws<InvalidDataException>(() => SubjectKinds.Of("spaceship/1"));
        Assert.Throws<InvalidDataException>(() => SubjectKinds.Of("/1"));
        Assert.Throws<InvalidDataException>(() => SubjectKinds.Of("opportunity"));
    }

    [Theory]
    [InlineData("opportunity/1", "opportunity", "1")]
    [InlineData("customer/a:b", "customer", "a:b")]
    [InlineData("salesperson/客户", "salesperson", "客户")]
    public void A_subject_is_its_kind_and_its_id(string subject, string kind, string id) =>
        Assert.Equal((kind, id), (SubjectKinds.Of(subject).Name, SubjectKinds.IdOf(subject)));

    [Fact]
    public void Every_event_there_is_belongs_to_its_kind() => Assert.Equal(
        typeof(OpportunityEvent).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(OpportunityEvent)) || t.IsSubclassOf(typeof(CustomerEvent)) || t.IsSubclassOf(typeof(SalespersonEvent))))
            .Select(t => t.Name).Order(),
        ImmutableArray.CreateRange(OpportunityKind.Kind.EventTypes)
            .AddRange(CustomerKind.Kind.EventTypes).AddRange(SalespersonKind.Kind.EventTypes).Select(t => t.Name).Order());
}
