using static SalesGrid.Domain.Tests.OpportunityRow;

namespace SalesGrid.Domain.Tests;

public sealed class OpenOpportunityTests
{
    private static readonly OpportunityFacts Bad = new(Name: World.TooLong, CustomerId: World.UnknownCustomer);
    private static readonly OpportunityFacts Stranger = World.Full with { CustomerId = World.UnknownCustomer };

    // Each line also breaks the rules of the lines below it, as far as it can: the order is part of the contract.
    internal static RuleRow[] Rows { get; } =
    [
        Row("No deal is opened for a customer that was merged", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id), "CP-MERGE-01", "customerId",
            c => c with { Customer = World.Steel with { MergedInto = World.Bank.Id } }),
        Row("A deal follows its customer", World.In("proposal"), new FollowCustomer(World.Steel.Id, World.Bank.Id), nameof(CustomerFollowed)),
        Row("A deal that is for another by now does not", World.In("proposal"), new FollowCustomer("C-300", World.Bank.Id), RuleRow.Nothing),
        Row("What is decided stays with whom it was for", World.Won, new FollowCustomer(World.Steel.Id, World.Bank.Id), RuleRow.Nothing),
        Row("Nobody but the grid has a deal follow", World.In("proposal"), new FollowCustomer(World.Steel.Id, World.Bank.Id), "CP-OPP-10", null, c => c with { Request = World.ByManager }),
        Row("An opportunity cannot be opened twice", World.In("proposal"), new OpenOpportunity(Bad, World.UnknownOwner, "none"), "CP-OPP-02"),
        Row("A lost opportunity cannot be opened anew", World.Lost, new OpenOpportunity(World.Full, World.Wang.Id), "CP-OPP-02"),
        Row("A name has a longest length", Opportunity.None, new OpenOpportunity(Bad, World.UnknownOwner, "none"), "CP-DATA-01", "name"),
        Row("A customer id must be one", Opportunity.None, new OpenOpportunity(World.Full with { CustomerId = "C/1" }, "", "none"), "CP-DATA-01", "customerId"),
        Row("A product has a longest length", Opportunity.None, new OpenOpportunity(World.Full with { Product = World.TooLong }, "", "none"), "CP-DATA-01", "product"),
        Row("A channel has a longest length", Opportunity.None, new OpenOpportunity(World.Full with { Channel = World.TooLong }, "", "none"), "CP-DATA-01", "channel"),
        Row("An amount is not negative", Opportunity.None, new OpenOpportunity(World.Full with { Amount = new(-1, "CNY") }, "", "none"), "CP-DATA-01", "amount"),
        Row("A close is not expected for a day of years ago", Opportunity.None, new OpenOpportunity(World.Full with { ExpectedCloseOn = new(2020, 1, 1) }, "", "none"), "CP-DATA-01", "expectedCloseOn"),
        Row("A close is not expected for a day of six weeks ago", Opportunity.None, new OpenOpportunity(World.Full with { ExpectedCloseOn = World.Today.AddDays(-32) }, "", "none"), "CP-DATA-01", "expectedCloseOn"),
        Row("A close is not expected in eleven years", Opportunity.None, new OpenOpportunity(World.Full with { ExpectedCloseOn = World.Today.AddYears(11) }, "", "none"), "CP-DATA-01", "expectedCloseOn"),
        Row("A close that was decided last month may be entered late", Opportunity.None, new OpenOpportunity(World.Full with { ExpectedCloseOn = World.Today.AddDays(-31) }, World.Wang.Id), nameof(OpportunityOpened)),
        Row("An expected day lies in this age", Opportunity.None, new OpenOpportunity(World.Full with { ExpectedCloseOn = new(2200, 1, 1) }, "", "none"), "CP-DATA-01", "expectedCloseOn"),
        Row("An owner must be named", Opportunity.None, new OpenOpportunity(Stranger, null!, "none"), "CP-DATA-01", "ownerId"),
        Row("An owner's id must be one", Opportunity.None, new OpenOpportunity(Stranger, "S#1", "none"), "CP-DATA-01", "ownerId"),
        Row("An owner must be known", Opportunity.None, new OpenOpportunity(Stranger, World.UnknownOwner, "none"), "CP-OPP-05", "ownerId"),
        Row("An owner must not have left", Opportunity.None, new OpenOpportunity(Stranger, World.Gone.Id, "none"), "CP-PERSON-03", "ownerId"),
        Row("A customer must be known", Opportunity.None, new OpenOpportunity(Stranger, World.Wang.Id, "none"), "CP-OPP-06", "customerId"),
        Row("A process must be named", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id, ""), "CP-DATA-01", "processId"),
        Row("A process must be known", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id, "none"), "CP-OPP-07", "processId"),
        Row("An opportunity is opened", Opportunity.None, new OpenOpportunity(World.Full, World.Wang.Id), nameof(OpportunityOpened)),
        Row("An opportunity is opened with nothing known of it", Opportunity.None, new OpenOpportunity(new(), World.Wang.Id), nameof(OpportunityOpened)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Opening_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_new_opportunity_stands_in_the_first_stage_and_is_credited_to_its_owners_team()
    {
        var opened = Event<OpportunityOpened>(Opportunity.None, new OpenOpportunity(World.Full, World.Li.Id));
        Assert.Equal(new OpportunityOpened("key-account", 1, "development", 10, World.Full,
            new("S-002", "North 2", "North"), "steel", World.Today, Country: "CN"), opened);
    }

    [Fact]
    public void A_new_opportunity_of_a_customer_without_a_sector_has_none()
    {
        var facts = World.Full with { CustomerId = World.Bank.Id };
        Assert.Null(Event<OpportunityOpened>(Opportunity.None, new OpenOpportunity(facts, World.Li.Id)).Sector);
    }
}
