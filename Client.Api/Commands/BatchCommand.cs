using System.Text.Json;
using SalesGrid.Customers;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Commands;

/// <summary>Many commands.</summary>
public sealed record BatchBody
{
    /// <summary>The commands, 1 to 1,000.</summary>
    public required IReadOnlyList<BatchCommand> Commands { get; init; }
}

/// <summary>One command among many: its type, its object, and the fields of the single request.</summary>
public sealed record BatchCommand
{
    public required string Type { get; init; }
    public required string Id { get; init; }
    public required string CommandId { get; init; }
    public int? ExpectedVersion { get; init; }
    public string? Name { get; init; }
    public string? Sector { get; init; }
    public string? Country { get; init; }
    public string? Parent { get; init; }
    public int? Employees { get; init; }
    public int? YearEstablished { get; init; }
    public decimal? AnnualRevenue { get; init; }
    public string? CreditCode { get; init; }
    public string? Team { get; init; }
    public string? Region { get; init; }
    public string? Manager { get; init; }
    public string? OwnerId { get; init; }
    public string? CustomerId { get; init; }
    public string? Product { get; init; }
    public string? Channel { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public DateOnly? ExpectedCloseOn { get; init; }
    public string? ProcessId { get; init; }
    public string? To { get; init; }
    public string? Kind { get; init; }
    public string? Reference { get; init; }
    public string? Note { get; init; }
    public string? Summary { get; init; }
    public DateOnly? On { get; init; }
    public string? PersonId { get; init; }
    public string? ContactId { get; init; }
    public string? Purpose { get; init; }
    public OpportunityStatus? Status { get; init; }
    public string? Stage { get; init; }
    public DateOnly? OpenedOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public string? LossReason { get; init; }
    public string? Source { get; init; }
    public string? Reason { get; init; }

    /// <summary>The body of a command named <c>kind.name</c>, as it would be sent to the object's own path.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The command named <c>kind.name</c>, and the kind it is for; null when this is another sort of command.</summary>
    /// <exception cref="JsonException">The body is no such command.</exception>
    public (string Kind, Command Command)? ForSubject() =>
        KindApis.Commands.TryGetValue(Type ?? "", out var known)
            ? (known.Kind.Kind, known.Route.Read(Body ?? JsonSerializer.SerializeToElement(new { })))
            : null;

    /// <summary>The command for a customer; null when it is for something else.</summary>
    public CustomerCommand? ForCustomer(Money? revenue) => Type switch
    {
        "registerCustomer" => new RegisterCustomer(Profile(revenue)),
        "amendCustomer" => new AmendCustomer(Profile(revenue)),
        _ => null,
    };

    /// <summary>The command for a salesperson; null when it is for something else.</summary>
    public SalespersonCommand? ForSalesperson() => Type switch
    {
        "registerSalesperson" => new RegisterSalesperson(Name!, new(Team!, Region!, Manager)),
        "moveSalesperson" => new MoveSalesperson(new(Team!, Region!, Manager)),
        "deactivateSalesperson" => new DeactivateSalesperson(),
        _ => null,
    };

    /// <summary>True for a command an opportunity can begin with.</summary>
    public bool Begins => Type is "openOpportunity" or "importOpportunity";

    /// <summary>The command for an opportunity; null when it is for something else.</summary>
    public OpportunityCommand? ForOpportunity(Money? amount)
    {
        // An import's source is the system it comes from.
        var facts = new OpportunityFacts(Name, CustomerId, Product, Channel, amount, ExpectedCloseOn, Type == "importOpportunity" ? null : Source);
        return Type switch
        {
            "openOpportunity" => new OpenOpportunity(facts, OwnerId!, ProcessId ?? "key-account"),
            "importOpportunity" => new ImportOpportunity(facts, OwnerId!, Status ?? OpportunityStatus.None, Stage ?? "", OpenedOn,
                ClosedOn, LossReason, Source!, ProcessId ?? "key-account"),
            "valueOpportunity" => new ValueOpportunity(facts),
            "advance" => new AdvanceStage(To),
            "evidence" => new AttachEvidence(Kind!, Reference!, Note),
            "activity" => new RecordActivity(Kind!, Summary!, On, PersonId, ContactId, Purpose ?? ConsentPurposes.Sales),
            "win" => new WinOpportunity(amount, ClosedOn, Reason),
            "lose" => new LoseOpportunity(Reason!, Note, ClosedOn),
            "reopen" => new ReopenOpportunity(Reason!),
            "reassign" => new ReassignOpportunity(OwnerId!, Reason),
            _ => null,
        };
    }

    /// <summary>The exact amounts, or why one cannot be one.</summary>
    public (Money? Amount, Money? Revenue, Refusal? Refusal) ReadAmounts()
    {
        var (amount, wrongAmount) = Amounts.Read("amount", Amount, Currency);
        var (revenue, wrongRevenue) = Amounts.Read("annualRevenue", AnnualRevenue, Currency);
        return (amount, revenue, wrongAmount ?? wrongRevenue);
    }

    // The rules check every field: a name that is missing is refused there, in the same words as at every other door.
    private CustomerProfile Profile(Money? revenue) => new(Name!, Sector, Country, Parent, Employees, YearEstablished, revenue, CreditCode);
}
