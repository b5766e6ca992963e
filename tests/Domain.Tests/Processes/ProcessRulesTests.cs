using System.Collections.Immutable;

namespace SalesGrid.Domain.Tests;

public sealed class ProcessRulesTests
{
    private static readonly DateOnly Past = World.Today.AddDays(-1);
    private static readonly ProcessDefinition First = Tender.Definition with { Version = 0 };
    private static readonly SalesProcess Drafted = After(SalesProcess.None, (First, "wang"));
    private static readonly SalesProcess DraftedByTwo = After(SalesProcess.None, (First, "wang"), (First with { Name = Tender.Text("Bid") }, "li"));
    private static readonly SalesProcess Released = Drafted.Evolve(new ProcessApproved(1, 1, World.Today, "li"), World.Now);
    private static readonly SalesProcess Retired = Released.Evolve(new ProcessRetired(World.Today, "li"), World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nobody drafts without the duty", SalesProcess.None, new DraftProcess(null!), "CP-PROC-02", duties: Duties.Manager),
        Row("Nobody approves without the duty", Drafted, new ApproveProcess(9, Past), "CP-PROC-02", duties: ApartFrom(Duties.ProcessOwner)),
        Row("What does not exist is not approved", SalesProcess.None, new ApproveProcess(1, World.Today), "CP-PROC-01"),
        Row("What does not exist is not retired", SalesProcess.None, new RetireProcess(World.Today), "CP-PROC-01"),
        Row("A draft is given", SalesProcess.None, new DraftProcess(null!), "CP-DATA-01", "definition"),
        Row("A draft is of its process", SalesProcess.None, new DraftProcess(First with { Id = "other" }), "CP-DATA-01", "id"),
        Row("A draft does not choose its number", SalesProcess.None, new DraftProcess(First with { Version = 2 }), "CP-DATA-01", "version"),
        Row("A draft may say the number it has", SalesProcess.None, new DraftProcess(First with { Version = 1 }), nameof(ProcessDrafted)),
        Row("Ids of later releases are kept for them", SalesProcess.None, new DraftProcess(First with { Id = "Grid-new" }), "CP-PROC-03", "id", id: "Grid-new"),
        Row("A draft is a valid definition", SalesProcess.None, new DraftProcess(Tender.With(0, s => s with { MaxDays = 0 }) with { Version = 0 }), "CP-PDEF-13"),
        Row("A process is drafted", SalesProcess.None, new DraftProcess(First), nameof(ProcessDrafted)),
        Row("The same draft by the same author again is nothing new", Drafted, new DraftProcess(First), RuleRow.Nothing, actor: "wang"),
        Row("The same draft by another makes them its author", Drafted, new DraftProcess(First), nameof(ProcessDrafted), actor: "li"),
        Row("A draft is replaced", Drafted, new DraftProcess(First with { Name = Tender.Text("Other") }), nameof(ProcessDrafted), actor: "wang"),
        Row("A draft is not written for ever", Drafted with { Draft = Drafted.Draft! with { Revision = ProcessLimits.RevisionsMax } },
            new DraftProcess(First with { Name = Tender.Text("Other") }), "CP-PROC-10"),
        Row("The version after a release is drafted", Released, new DraftProcess(First with { Version = 2 }), nameof(ProcessDrafted)),
        Row("A shipped process is drafted further, after its shipped versions", SalesProcess.None,
            new DraftProcess(First with { Id = "key-account", Version = 3 }), nameof(ProcessDrafted), id: "key-account"),
        Row("No draft takes the number of a shipped version", SalesProcess.None,
            new DraftProcess(First with { Id = "key-account", Version = 2 }), "CP-DATA-01", "version", id: "key-account"),
        Row("A process full of versions takes no more", Full, new DraftProcess(First with { Version = 1001 }), "CP-PROC-09"),
        Row("A process full of text takes no more", Stout, new DraftProcess(First with { Version = 0 }), "CP-PROC-09"),
        Row("A draft that is not there is not approved", Released, new ApproveProcess(2, World.Today), "CP-PROC-04", "version"),
        Row("The number of the draft is meant", Drafted, new ApproveProcess(2, World.Today), "CP-PROC-04", "version"),
        Row("What was changed since it was read is not approved", DraftedByTwo, new ApproveProcess(1, World.Today, 1), "CP-PROC-05", "revision"),
        Row("An author does not approve", Drafted, new ApproveProcess(1, Past), "CP-PROC-06", actor: "wang"),
        Row("An author who is an administrator does not approve either", Drafted, new ApproveProcess(1, World.Today), "CP-PROC-06", actor: "wang", duties: (Duties)127),
        Row("The first author does not approve what another wrote last", DraftedByTwo, new ApproveProcess(1, World.Today), "CP-PROC-06", actor: "wang"),
        Row("Who wrote last does not approve what another began", DraftedByTwo, new ApproveProcess(1, World.Today), "CP-PROC-06", actor: "li"),
        Row("No version is in force from yesterday", Drafted, new ApproveProcess(1, Past), "CP-PROC-07", "effectiveFrom"),
        Row("A day lies in this age", Drafted, new ApproveProcess(1, new(2200, 1, 1)), "CP-DATA-01", "effectiveFrom"),
        Row("A version may be in force from today", Drafted, new ApproveProcess(1, World.Today, 1), nameof(ProcessApproved)),
        Row("A version may be in force from a later day", DraftedByTwo, new ApproveProcess(1, World.Today.AddDays(90)), nameof(ProcessApproved)),
        Row("A draft that is not there is not rejected", Released, new RejectProcess(2, "no"), "CP-PROC-04", "version"),
        Row("A rejection has a reason", Drafted, new RejectProcess(1, " "), "CP-DATA-01", "reason"),
        Row("A draft is rejected", Drafted, new RejectProcess(1, "needs a review of credit"), nameof(ProcessRejected)),
        Row("An author withdraws", Drafted, new RejectProcess(1, "second thoughts"), nameof(ProcessRejected), actor: "wang"),
        Row("A process is not retired since yesterday", Released, new RetireProcess(Past), "CP-PROC-07", "from"),
        Row("A process is retired", Released, new RetireProcess(World.Today), nameof(ProcessRetired)),
        Row("A shipped process is retired", SalesProcess.None, new RetireProcess(World.Today), nameof(ProcessRetired), id: "seven-steps"),
        Row("A process retired on that day already stays so", Retired, new RetireProcess(World.Today), RuleRow.Nothing),
        Row("A retirement is taken back", Retired, new RetireProcess(null), nameof(ProcessRetired)),
        Row("What is not retired need not be taken back", Released, new RetireProcess(null), RuleRow.Nothing),
        Row("A version that was never shipped is not adopted", Released, new AdoptShippedProcess(1, World.Today), "CP-PROC-08", "version"),
        Row("A shipped process has no such version", SalesProcess.None, new AdoptShippedProcess(9, World.Today), "CP-PROC-08", "version", id: "key-account"),
        Row("A shipped version is not adopted since yesterday", SalesProcess.None, new AdoptShippedProcess(2, Past), "CP-PROC-07", "effectiveFrom", id: "key-account"),
        Row("A shipped version is adopted", SalesProcess.None, new AdoptShippedProcess(2, World.Today), nameof(ShippedProcessAdopted), id: "key-account"),
        Row("The same adoption again is nothing new", SalesProcess.None.Evolve(new ShippedProcessAdopted(2, World.Today, "li"), World.Now),
            new AdoptShippedProcess(2, World.Today), RuleRow.Nothing, id: "key-account"),
        Row("One goes back to an earlier shipped version", SalesProcess.None.Evolve(new ShippedProcessAdopted(2, World.Today, "li"), World.Now),
            new AdoptShippedProcess(1, World.Today.AddDays(1)), nameof(ShippedProcessAdopted), id: "key-account"),
    ];

    private static SalesProcess Full => Released with
    {
        Releases = [.. Enumerable.Range(1, 1_000).Select(i => new ProcessRelease(new()
        {
            Id = "t", Version = i, Name = new("", ""), Stages = [], LossReasons = [],
        }, default, [], "", default))],
    };

    private static SalesProcess Stout => Released with
    {
        Releases = [Released.Releases[0] with { Authors = [new('长', 130_000)] }],
    };

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_process_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_rejected_draft_leaves_its_number_to_the_next_and_its_authors_behind()
    {
        var rejected = DraftedByTwo.Evolve(new ProcessRejected(1, 2, "no", "zhao"), World.Now);
        var drafted = Assert.IsType<ProcessDrafted>(Assert.Single(Decide(rejected, new DraftProcess(First), "zhao").Events));
        Assert.Equal((1, 1, "zhao"), (drafted.Definition.Version, drafted.Revision, drafted.Author));
        Assert.Equal(["zhao"], rejected.Evolve(drafted, World.Now).Draft!.Authors);
    }

    [Fact]
    public void A_release_keeps_who_wrote_it_who_approved_it_and_the_text_that_was_read()
    {
        var release = DraftedByTwo.Evolve(new ProcessApproved(1, 2, World.Today, "zhao"), World.Now).Release(1)!;
        Assert.Equal("Bid", release.Definition.Name.En);
        Assert.Equal(["wang", "li"], release.Authors);
        Assert.Equal(("zhao", World.Now), (release.ApprovedBy, release.ApprovedAt));
    }

    private static SalesProcess After(SalesProcess state, params (ProcessDefinition Definition, string Author)[] drafts)
    {
        foreach (var (definition, author) in drafts)
            state = state.Evolve((ProcessDrafted)Decide(state, new DraftProcess(definition), author).Events[0], World.Now);
        return state;
    }

    private static Duties ApartFrom(Duties duty) => (Duties)127 & ~duty;

    private static Decision<ProcessEvent> Decide(SalesProcess current, ProcessCommand command, string actor, Duties duties = Duties.ProcessOwner, string id = Tender.Id) =>
        ProcessRules.Decide(id, current, command, new(World.Today, actor, duties, ProcessCatalog.Shipped));

    private static RuleRow Row(string says, SalesProcess current, ProcessCommand command, string expected, string? field = null,
        string actor = "zhao", Duties duties = Duties.ProcessOwner, string id = Tender.Id) =>
        new(says, () => Answer.Of(Decide(current, command, actor, duties, id)), expected, field);
}
