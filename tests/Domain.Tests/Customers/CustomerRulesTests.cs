namespace SalesGrid.Domain.Tests;

public sealed class CustomerRulesTests
{
    private static readonly CustomerProfile Profile = new("东海钢铁", "steel", "CN", null, 1200, 1958, new(900_000_00, "CNY"));
    private static readonly CustomerProfile Nameless = Profile with { Name = "" };
    private static readonly Customer Known = new(Profile, World.Now);

    internal static RuleRow[] Rows { get; } =
    [
        Row("A customer cannot be registered twice, whatever the profile", Known, new RegisterCustomer(Nameless), "CP-CUST-02"),
        Row("A customer without a name cannot be registered", Customer.None, new RegisterCustomer(Nameless), "CP-DATA-01", "name"),
        Row("A customer is registered", Customer.None, new RegisterCustomer(Profile), nameof(CustomerRegistered)),
        Row("A customer is registered by name alone", Customer.None, new RegisterCustomer(new("A")), nameof(CustomerRegistered)),
        Row("An unknown customer cannot be amended, whatever the profile", Customer.None, new AmendCustomer(Nameless), "CP-CUST-01"),
        Row("A customer cannot lose its name", Known, new AmendCustomer(Nameless), "CP-DATA-01", "name"),
        Row("The same profile again changes nothing", Known, new AmendCustomer(Profile with { }), RuleRow.Nothing),
        Row("A code with a wrong check character is no code", Customer.None, new RegisterCustomer(Profile with { CreditCode = "91110000600037341M" }), "CP-IDENT-01", "creditCode"),
        Row("A code that is too short is no code", Known, new AmendCustomer(Profile with { CreditCode = "9111" }), "CP-IDENT-01", "creditCode"),
        Row("A customer is registered with its code", Customer.None, new RegisterCustomer(Profile with { CreditCode = Customers.Code }), nameof(CustomerRegistered)),
        Row("The same code in small letters changes nothing", Customers.Coded, new AmendCustomer(Customers.Coded.Profile! with { CreditCode = " 91110000600037341l" }), RuleRow.Nothing),
        Row("A code is given up", Customers.Coded, new AmendCustomer(Profile), nameof(CustomerAmended)),
        Row("A customer is not its own parent", Known, new AmendCustomer(Profile with { Parent = "C-100" }), "CP-CUST-06", "parent"),
        Row("A customer is not registered as its own parent", Customer.None, new RegisterCustomer(Profile with { Parent = "C-100" }), "CP-CUST-06", "parent"),
        Row("A parent that does not exist is none", Known, new AmendCustomer(Profile with { Parent = "C-404" }), "CP-CUST-07", "parent"),
        Row("No customer is registered under a parent that does not exist", Customer.None, new RegisterCustomer(Profile with { Parent = "C-404" }), "CP-CUST-07", "parent"),
        Row("A customer does not stand above its own parent", Known, new AmendCustomer(Profile with { Parent = "C-2" }), "CP-CUST-08", "parent", ["C-2", "C-3", "C-100"]),
        Row("A group has no more than ten levels", Known, new AmendCustomer(Profile with { Parent = "C-2" }), "CP-CUST-09", "parent", ["C-2", "C-3", "C-4", "C-5", "C-6", "C-7", "C-8", "C-9", "C-10", "C-11"]),
        Row("A customer is given a parent", Known, new AmendCustomer(Profile with { Parent = "C-2" }), nameof(CustomerAmended), null, ["C-2", "C-3"]),
        Row("A parent that stays is not looked at again", new Customer(Profile with { Parent = "C-404" }, World.Now), new AmendCustomer(Profile with { Parent = "C-404", Sector = "metals" }), nameof(CustomerAmended)),
        Row("A circle made by two changes at once is undone by the grid", new Customer(Profile with { Parent = "C-2" }, World.Now), new LeaveParent("C-2"), nameof(CustomerAmended), Duties.Grid),
        Row("Nobody but the grid takes a parent away so", new Customer(Profile with { Parent = "C-2" }, World.Now), new LeaveParent("C-2"), "CP-CTRL-08"),
        Row("A customer is amended", Known, new AmendCustomer(Profile with { Sector = "metals" }), nameof(CustomerAmended)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_a_customer_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    public static TheoryData<string, CustomerProfile> BadFields => new()
    {
        { "name", Profile with { Name = World.TooLong } },
        { "name", Profile with { Name = "   " } },
        { "sector", Profile with { Sector = World.TooLong } },
        { "country", Profile with { Country = "C\u0007" } },
        { "parent", Profile with { Parent = "group/7" } },
        { "employees", Profile with { Employees = -1 } },
        { "yearEstablished", Profile with { YearEstablished = 999 } },
        { "yearEstablished", Profile with { YearEstablished = World.Today.Year + 1 } },
        { "annualRevenue", Profile with { AnnualRevenue = new(-1, "CNY") } },
        { "annualRevenue.currency", Profile with { AnnualRevenue = new(1, "yuan") } },
    };

    [Theory, MemberData(nameof(BadFields))]
    public void A_bad_field_of_a_profile_is_named(string field, CustomerProfile profile)
    {
        foreach (var decision in new[]
        {
            CustomerRules.Decide("C-100", Customer.None, new RegisterCustomer(profile), Customers.Request(), CustomerContext.None),
            CustomerRules.Decide("C-100", Known, new AmendCustomer(profile), Customers.Request(), CustomerContext.None),
        })
        {
            Assert.Equal(("CP-DATA-01", field), (decision.Refusal?.ControlPoint, decision.Refusal?.Field));
            Assert.Empty(decision.Events);
        }
    }

    public static TheoryData<CustomerProfile> ProfilesOnTheBorder =>
    [
        Profile with { Employees = 0, YearEstablished = 1000 },
        Profile with { YearEstablished = World.Today.Year },
        Profile with { Name = new('长', 200), Sector = new('s', 200) },
        Profile with { AnnualRevenue = new(Money.MaxMinorUnits, "CNY") },
        Profile with { AnnualRevenue = new(0, "JPY") },
    ];

    [Theory, MemberData(nameof(ProfilesOnTheBorder))]
    public void A_profile_on_the_border_is_taken_as_it_is(CustomerProfile profile)
    {
        var decision = CustomerRules.Decide("C-100", Customer.None, new RegisterCustomer(profile), Customers.Request(), CustomerContext.None);
        Assert.Equal(new CustomerRegistered(profile), Assert.Single(decision.Events));
    }

    [Fact]
    public void An_amendment_changes_what_it_names_and_clears_what_it_names_null()
    {
        var known = Known with { Profile = Profile with { Country = "CN", AnnualRevenue = new(5, "JPY") } };
        var command = new AmendCustomer { Country = (string?)null, AnnualRevenue = (StatedAmount?)StatedAmount.Of(6, null) };
        var amended = (CustomerAmended)Assert.Single(CustomerRules.Decide("C-1", known, command, Customers.Request(), CustomerContext.None).Events);
        Assert.Equal(known.Profile with { Country = null, AnnualRevenue = new(6, "JPY") }, amended.Profile);
        Assert.Empty(CustomerRules.Decide("C-1", known, new AmendCustomer(), Customers.Request(), CustomerContext.None).Events);
    }

    [Fact]
    public void Revenue_without_a_currency_is_refused_where_there_is_none_to_keep()
    {
        var known = Known with { Profile = Profile with { AnnualRevenue = null } };
        var command = new AmendCustomer { AnnualRevenue = (StatedAmount?)StatedAmount.Of(6, null) };
        Assert.Equal("annualRevenue.currency", CustomerRules.Decide("C-1", known, command, Customers.Request(), CustomerContext.None).Refusal?.Field);
    }

    [Fact]
    public void Amending_a_customer_keeps_the_day_it_was_registered()
    {
        var amended = Known.Evolve(new CustomerAmended(Profile with { Name = "东海集团" }), World.Now.AddDays(9));
        Assert.Equal(("东海集团", World.Now), (amended.Profile!.Name, amended.RegisteredAt));
    }

    [Fact]
    public void A_code_is_kept_in_capitals()
    {
        var registered = (CustomerRegistered)Assert.Single(CustomerRules.Decide("C-1", Customer.None,
            new RegisterCustomer(new("A", CreditCode: " 91110000600037341l ")), Customers.Request(), CustomerContext.None).Events);
        Assert.Equal(Customers.Code, registered.Profile.CreditCode);
    }

    private static RuleRow Row(string says, Customer current, CustomerCommand command, string expected, string? field = null, params string[] above) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request(), CustomerContext.None with { Above = [.. above] })), expected, field);

    private static RuleRow Row(string says, Customer current, CustomerCommand command, string expected, Duties duties) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request("grid", duties), CustomerContext.None)), expected);
}
