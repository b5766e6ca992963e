namespace SalesGrid.Domain.Tests;

/// <summary>Who may send a command, as far as the object and the request tell.</summary>
public sealed class SenderRulesTests
{
    private static readonly SentByAttribute Owners = new(Standing.OwnersSide, Duties.Manager);
    private static readonly SentByAttribute OwnAlone = new(Standing.Owner, Duties.People);
    private static readonly SentByAttribute Led = new(Standing.Manager, Duties.Manager);
    private static readonly SentByAttribute Kept = new(Duties.People) { NeverByOwner = true };
    private static readonly SentByAttribute Free = new(Standing.OwnersSide | Standing.Unowned, Duties.Manager);
    private static readonly SentByAttribute Timed = new(Duties.Grid);
    private static readonly SentByAttribute Nobody = SentByAttribute.Of(typeof(UndeclaredCommand));

    /// <summary>May be sent.</summary>
    private const string Yes = RuleRow.Nothing;

    /// <summary>Others have to be asked how the sender stands.</summary>
    private const string Ask = nameof(OthersAsked);

    private const string No = "CP-WHO-01";

    internal static RuleRow[] Rows { get; } =
    [
        Row("An owner sends what is for owners", Owners, "S-1", "S-1", Duties.None, Yes),
        Row("An owner is known however their name is written", Owners, "S-1", "s-1", Duties.None, Yes),
        Row("Of a stranger others are asked whether they act for the owner or lead them", Owners, "S-1", "S-2", Duties.None, Ask),
        Row("A duty that is declared needs no standing", Owners, "S-1", "S-2", Duties.Manager, Yes),
        Row("One declared duty among several is enough", Owners, "S-1", "S-2", Duties.Legal | Duties.Manager, Yes),
        Row("A duty that is not declared does not help", OwnAlone, "S-1", "S-2", Duties.Manager | Duties.Controller, No),
        Row("Where only the owner is declared nobody is asked about others", OwnAlone, "S-1", "S-2", Duties.None, No),
        Row("Where nobody owns the object nobody is its owner", Owners, null, "S-1", Duties.None, No),
        Row("Where nobody owns it a duty still counts", Owners, null, "S-1", Duties.Manager, Yes),
        Row("An owner does not lead themselves", Led, "S-1", "S-1", Duties.None, No),
        Row("Of what is for managers above others are asked", Led, "S-1", "S-2", Duties.None, Ask),
        Row("Of what is for the team others are asked", new(Standing.Owner | Standing.DealTeam), "S-1", "S-2", Duties.None, Ask),
        Row("A program is in no team", new(Standing.Owner | Standing.DealTeam), "S-1", "S-2", Duties.None, No, byMachine: true),
        Row("What nobody owns may be open to everybody", Free, null, "S-2", Duties.None, Yes),
        Row("What somebody owns is not open to everybody for that", Free, "S-1", "S-2", Duties.None, Ask),
        Row("What is about a person is sent by whoever has the duty", Kept, "S-1", "S-2", Duties.People, Yes),
        Row("What is about a person is never sent by themselves, whatever their duty", Kept, "S-1", "S-1", Duties.People, No),
        Row("Nor is it by an administrator about themselves", Kept, "S-1", "s-1", Duties.Administrator, No),
        Row("An administrator sends what people send", Owners, "S-1", "admin", Duties.Administrator, Yes),
        Row("What the grid sends the grid sends", Timed, "S-1", "grid", Duties.Grid, Yes),
        Row("What the grid sends no owner sends", Timed, "S-1", "S-1", Duties.None, No),
        Row("What the grid sends no administrator sends", Timed, "S-1", "admin", (Duties)(255 & ~(int)Duties.Grid), No),
        Row("The grid sends nothing that is for people", Owners, "S-1", "grid", Duties.Grid, Ask),
        Row("What anybody may send anybody sends", new(Standing.Anybody), "S-1", "S-2", Duties.None, Yes),
        Row("Whom an object asks its own rules say", new(Standing.Asked), "S-1", "S-2", Duties.None, Yes),
        Row("What declares nobody is sent by nobody", Nobody, "S-1", "S-1", (Duties)63, No),
        Row("What declares nobody an administrator may still send", Nobody, "S-1", "S-1", Duties.Administrator, Yes),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void A_line_holds(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_refusal_names_everybody_who_may()
    {
        static string By(SentByAttribute by, string? owner) => string.Join(' ', Assert.Single(SenderRules.Refuse(by, owner, "S-2", "opportunity/O1").Missing).By);
        Assert.Equal("person:S-1 delegate manager duty:manager", By(Owners, "S-1"));
        Assert.Equal("owner delegate manager duty:manager", By(Owners, null));
        Assert.Equal("person:S-1 delegate manager team duty:manager", By(new(Standing.OwnersSide | Standing.DealTeam, Duties.Manager), "S-1"));
        Assert.Equal("duty:people", By(Kept, "S-1"));
        Assert.Equal("grid", By(Timed, "S-1"));
        Assert.Equal("duty:administrator", By(Nobody, "S-1"));
    }

    [Fact]
    public void A_refusal_tells_a_delegate_what_they_may_do_and_what_it_takes()
    {
        var by = new SentByAttribute(Standing.OwnersSide, Duties.Manager) { Act = "opportunity.lose" };
        var missing = Assert.Single(SenderRules.Refuse(by, "S-1", "S-2", "opportunity/O1", ["quote", "approvals"]).Missing);
        Assert.Equal(("quote, approvals", "opportunity.lose"), (missing.Now, missing.Need));
        Assert.Equal("person:S-1 delegate manager duty:manager", string.Join(' ', missing.By));
        Assert.Null(Assert.Single(SenderRules.Refuse(by, "S-1", "S-2", "opportunity/O1").Missing).Need);
    }

    [Fact]
    public void A_rule_tells_in_its_own_words_what_it_was_declared_to_tell_and_nothing_else()
    {
        var by = new SentByAttribute(Duties.Finance, nameof(ControlPoints.CreditMustHaveAuthority));
        var refusal = SenderRules.Refuse(by, null, "S-2", "customer/C1");
        var told = ControlPoints.CreditMustHaveAuthority.Refuse();
        var among = Refusal.All(Validation.Invalid("limit", "无效", "bad"), told);
        var other = ControlPoints.CreditMustBeGranted.Refuse("C1");
        Assert.Same(told, SenderRules.InWordsOf(by, told, exists: true, refusal));
        Assert.Same(among, SenderRules.InWordsOf(by, among, exists: true, refusal));
        Assert.Same(refusal, SenderRules.InWordsOf(by, other, exists: true, refusal));
        Assert.Same(refusal, SenderRules.InWordsOf(by, null, exists: true, refusal));
    }

    [Fact]
    public void Of_an_object_there_is_not_it_is_told_that_there_is_none()
    {
        var refusal = SenderRules.Refuse(Owners, null, "S-2", "opportunity/O1");
        var absent = ControlPoints.OpportunityMustExist.Refuse("O1");
        Assert.Same(absent, SenderRules.InWordsOf(Owners, absent, exists: false, refusal));
        Assert.Same(refusal, SenderRules.InWordsOf(Owners, absent, exists: true, refusal));
        Assert.Same(refusal, SenderRules.InWordsOf(Owners, ControlPoints.OwnerMustBeKnown.Refuse("S-3"), exists: false, refusal));
    }

    private static RuleRow Row(string says, SentByAttribute by, string? owner, string actor, Duties duties, string expected, bool byMachine = false) => new(says, () =>
    {
        var verdict = SenderRules.Decide(by, owner, actor, duties, byMachine);
        return verdict.MaySend ? new Answer(null, [])
            : verdict.ToAsk != Standing.None ? new Answer(null, [new OthersAsked()])
            : new Answer(SenderRules.Refuse(by, owner, actor, "opportunity/O1"), []);
    }, expected);

    private sealed record OthersAsked;

    private sealed record UndeclaredCommand : Command;
}
