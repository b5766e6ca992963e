namespace SalesGrid.Domain.Tests;

public sealed class SalespersonRulesTests
{
    private static readonly Placing East = new("East 1", "East", "陈总");
    private static readonly Placing Nowhere = new("", "");
    private static readonly Salesperson Active = new("王芳", East, true, World.Now);
    private static readonly Salesperson Gone = Active with { Active = false };

    internal static RuleRow[] Rows { get; } =
    [
        Row("A salesperson cannot be registered twice, whatever the name", Active, new RegisterSalesperson("", Nowhere), "CP-PERSON-02"),
        Row("Someone who left cannot be registered again", Gone, new RegisterSalesperson("王芳", East), "CP-PERSON-02"),
        Row("A salesperson without a name cannot be registered", Salesperson.None, new RegisterSalesperson(" ", Nowhere), "CP-DATA-01", "name"),
        Row("A salesperson without a team cannot be registered", Salesperson.None, new RegisterSalesperson("王芳", Nowhere), "CP-DATA-01", "team"),
        Row("A salesperson without a region cannot be registered", Salesperson.None, new RegisterSalesperson("王芳", new("East 1", "")), "CP-DATA-01", "region"),
        Row("A manager's name has a longest length", Salesperson.None, new RegisterSalesperson("王芳", East with { Manager = World.TooLong }), "CP-DATA-01", "manager"),
        new("Nobody is registered under the id of a user who is somebody else", () => Answer.Of(SalespersonRules.Decide("S-001", Salesperson.None, new RegisterSalesperson("王芳", East), People.By("S-900"),
            new() { ActingUnderId = "user/S-001" })), "CP-USER-03", "id"),
        Row("A salesperson is registered", Salesperson.None, new RegisterSalesperson("王芳", East), nameof(SalespersonRegistered)),
        Row("Nobody unknown can be moved, wherever to", Salesperson.None, new MoveSalesperson(Nowhere), "CP-PERSON-01"),
        Row("Nobody unknown can be deactivated", Salesperson.None, new DeactivateSalesperson(), "CP-PERSON-01"),
        Row("Someone who left cannot be moved, wherever to", Gone, new MoveSalesperson(Nowhere), "CP-PERSON-03"),
        Row("Nobody can be moved to no team", Active, new MoveSalesperson(Nowhere), "CP-DATA-01", "team"),
        Row("Moving to where one is changes nothing", Active, new MoveSalesperson(East with { }), RuleRow.Nothing),
        Row("A salesperson is moved", Active, new MoveSalesperson(new("North 2", "North")), nameof(SalespersonMoved)),
        Row("A salesperson is deactivated", Active, new DeactivateSalesperson(), nameof(SalespersonDeactivated)),
        Row("Deactivating again changes nothing", Gone, new DeactivateSalesperson(), RuleRow.Nothing),
        Row("Nobody is registered as their own manager", Salesperson.None, new RegisterSalesperson("王芳", East with { Manager = "S-001" }), "CP-MGR-01", "manager"),
        Row("Nobody is moved under themselves, however it is written", Active, new MoveSalesperson(East with { Manager = "s-001" }), "CP-MGR-01", "manager"),
        Row("Nobody is moved under themselves", Active, new MoveSalesperson(East with { Manager = "S-001" }), "CP-MGR-01", "manager"),
        Row("Nobody is moved under somebody they stand above", Active, new MoveSalesperson(East with { Manager = "S-003" }), "CP-MGR-02", "manager", "S-003", "S-002", "S-001"),
        Row("Twenty levels of managers are enough", Active, new MoveSalesperson(East with { Manager = "M-1" }), "CP-MGR-03", "manager", Levels(20)),
        Row("Nineteen levels of managers may be", Active, new MoveSalesperson(East with { Manager = "M-1" }), nameof(SalespersonMoved), null, Levels(19)),
        Row("A manager who is registered by now is noted", Active, new MoveSalesperson(East), nameof(SalespersonMoved), null, "陈总"),
    ];

    private static string[] Levels(int levels) => [.. Enumerable.Range(1, levels).Select(i => $"M-{i}")];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_salesperson_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_salesperson_is_active_from_registration_until_deactivation()
    {
        var registered = Salesperson.None.Evolve(new SalespersonRegistered("王芳", East), World.Now);
        var moved = registered.Evolve(new SalespersonMoved(new("North 2", "North")), World.Now.AddDays(1));
        var gone = moved.Evolve(new SalespersonDeactivated(), World.Now.AddDays(2));
        Assert.Equal((true, true, false), (registered.Active, moved.Active, gone.Active));
        Assert.Equal(("North 2", World.Now, "王芳"), (gone.Place.Team, gone.RegisteredAt, gone.Name));
    }

    [Fact]
    public void Only_a_manager_who_was_registered_is_sent_anything()
    {
        SalespersonEvent Registered(params string[] above) => Assert.Single(SalespersonRules.Decide("S-001", Salesperson.None,
            new RegisterSalesperson("王芳", East), default, new() { Above = [.. above] }).Events);
        Assert.Null(Salesperson.None.Evolve(Registered(), World.Now).ManagerId);
        Assert.Equal("陈总", Salesperson.None.Evolve(Registered("陈总"), World.Now).ManagerId);
    }

    private static RuleRow Row(string says, Salesperson current, SalespersonCommand command, string expected, string? field = null, params string[] above) =>
        new(says, () => Answer.Of(SalespersonRules.Decide("S-001", current, command, People.By("S-900"), new() { Above = [.. above] })), expected, field);
}
