using static SalesGrid.Domain.Tests.OpportunityRow;
using static SalesGrid.Opportunities.OpportunityStatus;

namespace SalesGrid.Domain.Tests;

public sealed class ImportOpportunityTests
{
    private static readonly DateOnly Opened = new(2026, 2, 1);
    private static readonly DateOnly Closed = new(2026, 5, 1);

    /// <summary>Good in every respect; the lines of the table change what they speak of.</summary>
    private static readonly ImportOpportunity Good = new(World.Full, World.Wang.Id, OpportunityStatus.Won, "negotiation", Opened, Closed, null, "crm-2019");

    /// <summary>Wrong in every respect that is looked at late.</summary>
    private static readonly ImportOpportunity Late = Good with
    {
        CustomerId = World.UnknownCustomer,
        OwnerId = World.UnknownOwner,
        ProcessId = "none",
        Stage = "none",
        ClosedOn = new(2027, 1, 1),
        OpenedOn = new(2028, 1, 1),
    };

    internal static RuleRow[] Rows { get; } =
    [
        Row("An opportunity cannot be imported over another", World.In("proposal"), Late, "CP-OPP-02"),
        Row("An imported name has a longest length", Opportunity.None, Late with { Name = World.TooLong, Source = "" }, "CP-DATA-01", "name"),
        Row("An import must state its source", Opportunity.None, Late with { Source = "" }, "CP-DATA-01", "source"),
        Row("An imported opening day lies in this age", Opportunity.None, Late with { OpenedOn = new(1899, 12, 31) }, "CP-DATA-01", "openedOn"),
        Row("The empty day of a spreadsheet is no opening day", Opportunity.None, Late with { OpenedOn = new(1900, 1, 1) }, "CP-DATA-01", "openedOn"),
        Row("The first day of a computer is no closing day", Opportunity.None, Late with { ClosedOn = new(1970, 1, 1) }, "CP-DATA-01", "closedOn"),
        Row("What was expected years ago is history and is imported", Opportunity.None,
            Good with { Status = Open, ClosedOn = null, ExpectedCloseOn = new(2015, 1, 1) }, nameof(OpportunityImported)),
        Row("An imported closing day lies in this age", Opportunity.None, Late with { ClosedOn = new(2200, 1, 1) }, "CP-DATA-01", "closedOn"),
        Row("An import must state a status", Opportunity.None, Late with { Status = None }, "CP-DATA-01", "status"),
        Row("An import cannot make up a status", Opportunity.None, Late with { Status = (OpportunityStatus)9 }, "CP-DATA-01", "status"),
        Row("An imported open opportunity has no closing day", Opportunity.None, Late with { Status = Open }, "CP-DATA-01", "closedOn"),
        Row("An imported win has a closing day", Opportunity.None, Stating(Late, new()) with { ClosedOn = null }, "CP-DATA-01", "closedOn"),
        Row("An imported loss has a closing day", Opportunity.None, Late with { Status = Lost, ClosedOn = null }, "CP-DATA-01", "closedOn"),
        Row("An imported win has an amount", Opportunity.None, Stating(Late, new()), "CP-WIN-02", "amount"),
        Row("An imported win has a customer", Opportunity.None, Stating(Late, new(Amount: new(1, "CNY"))), "CP-WIN-03", "customerId"),
        Row("An imported owner must be known", Opportunity.None, Late, "CP-OPP-05", "ownerId"),
        Row("An imported customer must be known", Opportunity.None, Late with { OwnerId = World.Gone.Id }, "CP-OPP-06", "customerId"),
        Row("An imported process must be known", Opportunity.None, Late with { OwnerId = World.Gone.Id, CustomerId = World.Full.CustomerId }, "CP-OPP-07", "processId"),
        Row("An imported stage must be known", Opportunity.None, Good with { Stage = "none", ClosedOn = Late.ClosedOn }, "CP-STAGE-01", "stage"),
        Row("An imported win cannot lie in the future", Opportunity.None, Good with { ClosedOn = World.Today.AddDays(1), OpenedOn = Late.OpenedOn }, "CP-OPP-09", "closedOn"),
        Row("An imported win cannot close before it opened", Opportunity.None, Good with { OpenedOn = Closed.AddDays(1) }, "CP-OPP-08", "closedOn"),
        Row("An imported opportunity was not opened in the future", Opportunity.None, Good with { Status = Open, ClosedOn = null, OpenedOn = World.Today.AddDays(1) }, "CP-DATA-01", "openedOn"),
        Row("An imported loss has a reason of the list", Opportunity.None, Good with { Status = Lost, LossReason = "weather" }, "CP-LOSE-01", "reason"),
        Row("A win is imported", Opportunity.None, Good, nameof(OpportunityImported)),
        Row("A win of the day it opened is imported", Opportunity.None, Good with { OpenedOn = Closed }, nameof(OpportunityImported)),
        Row("A win of today is imported", Opportunity.None, Good with { ClosedOn = World.Today }, nameof(OpportunityImported)),
        Row("A loss without a customer or an amount is imported", Opportunity.None, Stating(Good, new()) with { Status = Lost }, nameof(OpportunityImported)),
        Row("An opportunity of someone who left is imported", Opportunity.None, Good with { OwnerId = World.Gone.Id }, nameof(OpportunityImported)),
        Row("An open opportunity is imported", Opportunity.None, Stating(Good, new()) with { Status = Open, ClosedOn = null, OpenedOn = null }, nameof(OpportunityImported)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    private static ImportOpportunity Stating(ImportOpportunity command, OpportunityFacts facts) => new(
        facts, command.OwnerId, command.Status, command.Stage, command.OpenedOn, command.ClosedOn, command.LossReason, command.Source, command.ProcessId);

    [Theory, MemberData(nameof(Sentences))]
    public void Importing_answers_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Theory]
    [InlineData(Open, "development", "")]
    [InlineData(Open, "proposal", "development initiation")]
    [InlineData(Lost, "bidding", "development initiation proposal")]
    [InlineData(OpportunityStatus.Won, "negotiation", "development initiation proposal bidding negotiation")]
    [InlineData(OpportunityStatus.Won, "implementation", "development initiation proposal bidding negotiation implementation")]
    public void Every_gate_behind_an_imported_opportunity_is_marked_unevidenced(OpportunityStatus status, string stage, string gates)
    {
        var imported = Event<OpportunityImported>(Opportunity.None,
            Good with { Status = status, Stage = stage, ClosedOn = status == Open ? null : Closed });
        Assert.Equal(gates.Split(' ', StringSplitOptions.RemoveEmptyEntries), imported.UnevidencedGates);
        Assert.True(Opportunity.None.Evolve(imported, World.Now).Imported);
    }

    [Theory]
    [InlineData(Lost, null, "unknown")]
    [InlineData(Lost, "price", "price")]
    [InlineData(OpportunityStatus.Won, "price", null)]
    [InlineData(Open, "price", null)]
    public void Only_an_imported_loss_has_a_reason_and_it_always_has_one(OpportunityStatus status, string? given, string? recorded)
    {
        var command = Good with { Status = status, LossReason = given, ClosedOn = status == Open ? null : Closed };
        Assert.Equal(recorded, Event<OpportunityImported>(Opportunity.None, command).LossReason);
    }
}
