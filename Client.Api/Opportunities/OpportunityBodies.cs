using SalesGrid.Gateway.Http;
using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>What can be said of an opportunity; what is left out is not known, or stays as it is.</summary>
public record FactsBody
{
    /// <summary>Short title, at most 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Id of the customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Product or product line.</summary>
    public string? Product { get; init; }

    /// <summary>Sales channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Expected amount, major units.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of the amount, ISO 4217. CNY when left out.</summary>
    public string? Currency { get; init; }

    /// <summary>Day the customer is expected to decide.</summary>
    public DateOnly? ExpectedCloseOn { get; init; }

    /// <summary>Where it came from, e.g. <c>exhibition</c>.</summary>
    public string? Source { get; init; }

    /// <summary>The facts, or why they cannot be any.</summary>
    public (OpportunityFacts Facts, Refusal? Refusal) ToFacts()
    {
        var (amount, refusal) = Amounts.Read("amount", Amount, Currency);
        return (new(Name, CustomerId, Product, Channel, amount, ExpectedCloseOn, Source), refusal);
    }
}

/// <summary>A new opportunity.</summary>
public sealed record OpenBody : FactsBody
{
    /// <summary>Id of the new opportunity; made up when left out.</summary>
    public string? Id { get; init; }

    /// <summary>Id of the salesperson who answers for it.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Id of the process; <c>key-account</c> when left out.</summary>
    public string? ProcessId { get; init; }
}

/// <summary>A step of the process.</summary>
public sealed record AdvanceBody
{
    /// <summary>Stage to go to; the next one when left out.</summary>
    public string? To { get; init; }
}

/// <summary>A document that shows a key node was reached.</summary>
public sealed record EvidenceBody
{
    /// <summary>Kind of evidence, as the process names it.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the document lies.</summary>
    public required string Reference { get; init; }

    /// <summary>A remark.</summary>
    public string? Note { get; init; }
}

/// <summary>Something done with the customer.</summary>
public sealed record ActivityBody
{
    /// <summary>Sort of activity, e.g. <c>visit</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What came of it.</summary>
    public required string Summary { get; init; }

    /// <summary>Day it took place; today when left out.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The person of the buying centre it was with.</summary>
    public string? PersonId { get; init; }

    /// <summary>The contact of the customer it was with.</summary>
    public string? ContactId { get; init; }

    /// <summary>What the contact was spoken to for; <c>sales</c> when not stated.</summary>
    public string? Purpose { get; init; }
}

/// <summary>A win.</summary>
public sealed record WinBody
{
    /// <summary>Amount won, major units; the amount it was valued at when left out.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Currency of the amount. CNY when left out.</summary>
    public string? Currency { get; init; }

    /// <summary>Day it was won; today when left out.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Code of the process' list of win reasons; needed where it lists any.</summary>
    public string? Reason { get; init; }
}

/// <summary>A loss.</summary>
public sealed record LoseBody
{
    /// <summary>Code of the process' list of loss reasons.</summary>
    public required string Reason { get; init; }

    /// <summary>A remark.</summary>
    public string? Note { get; init; }

    /// <summary>Day it was lost; today when left out.</summary>
    public DateOnly? ClosedOn { get; init; }
}

/// <summary>Why a closed opportunity is opened again.</summary>
public sealed record ReopenBody
{
    /// <summary>The reason, 1 to 4,000 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>Another owner.</summary>
public sealed record ReassignBody
{
    /// <summary>Id of the salesperson who takes it on.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>An opportunity as answered.</summary>
public sealed record OpportunityAnswer
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required OpportunityStatus Status { get; init; }
    public required string ProcessId { get; init; }
    public required int ProcessVersion { get; init; }
    public required string Stage { get; init; }
    public string? Name { get; init; }
    public string? CustomerId { get; init; }
    public required string OwnerId { get; init; }
    public required string Team { get; init; }
    public required string Region { get; init; }
    public string? Sector { get; init; }
    public string? Product { get; init; }
    public string? Channel { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public DateOnly? OpenedOn { get; init; }
    public DateOnly? ExpectedCloseOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    public string? LossReason { get; init; }
    public bool Imported { get; init; }

    /// <summary>Stages whose gate was never shown to be met, because the opportunity was brought in behind them.</summary>
    public required IReadOnlyList<string> UnevidencedGates { get; init; }

    public required IReadOnlyList<Evidence> Evidence { get; init; }
    public int ActivityCount { get; init; }
    public DateOnly? LastActivityOn { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    public string? Source { get; init; }
    public string? WinReason { get; init; }

    /// <summary>The evaluation card; null without one.</summary>
    public EvaluationAnswer? Evaluation { get; init; }

    /// <summary>The map of the buying centre.</summary>
    public required IReadOnlyList<MappedPerson> Persons { get; init; }

    /// <summary>What is done next, and what for; null when nothing is planned.</summary>
    public NextStep? Next { get; init; }

    public required IReadOnlyList<string> Competitors { get; init; }
    public required IReadOnlyList<ProductLineAnswer> Lines { get; init; }
    public ForecastCategory? Forecast { get; init; }

    /// <summary>Approvals of leaving the present stage.</summary>
    public required IReadOnlyList<StageApproval> Approvals { get; init; }

    /// <summary>Quotes and contracts that stand.</summary>
    public required IReadOnlyList<NotedDocument> Documents { get; init; }

    /// <summary>How often the expected close was moved to a later day.</summary>
    public int Slips { get; init; }

    /// <summary>By how many days in all.</summary>
    public int SlipDays { get; init; }

    /// <summary>The claim on its customer and product, <c>claim/id</c>; null when it has none.</summary>
    public string? Claim { get; init; }

    /// <summary>The answer for a view.</summary>
    public static OpportunityAnswer Of(OpportunityView v) => new()
    {
        Id = v.Id,
        Version = v.Version,
        Status = v.Status,
        ProcessId = v.ProcessId,
        ProcessVersion = v.ProcessVersion,
        Stage = v.Stage,
        Name = v.Facts.Name,
        CustomerId = v.Facts.CustomerId,
        OwnerId = v.OwnerId,
        Team = v.Team,
        Region = v.Region,
        Sector = v.Sector,
        Product = v.Facts.Product,
        Channel = v.Facts.Channel,
        Amount = v.Facts.Amount?.Major,
        Currency = v.Facts.Amount?.Currency,
        OpenedOn = v.OpenedOn,
        ExpectedCloseOn = v.Facts.ExpectedCloseOn,
        ClosedOn = v.ClosedOn,
        LossReason = v.LossReason,
        Imported = v.Imported,
        UnevidencedGates = v.UnevidencedGates,
        Evidence = v.Evidence,
        ActivityCount = v.ActivityCount,
        LastActivityOn = v.LastActivityOn,
        StageSince = v.StageSince,
        ChangedAt = v.ChangedAt,
        Source = v.Facts.Source,
        WinReason = v.WinReason,
        Evaluation = v.Evaluation is { } card ? new(card.Percent, card.Scores, card.By, card.At) : null,
        Persons = v.Persons,
        Next = v.Next,
        Competitors = v.Competitors,
        Lines = [.. v.Lines.Select(l => new ProductLineAnswer(l.Product, l.Quantity, l.Amount?.Major, l.Amount?.Currency))],
        Forecast = v.Forecast,
        Approvals = v.Approvals,
        Documents = v.Documents,
        Slips = v.Slips,
        SlipDays = v.SlipDays,
        Claim = v.Claim,
    };
}

/// <summary>An evaluation card as answered.</summary>
/// <param name="Percent">The total, percent of the possible, 0 to 100.</param>
/// <param name="Scores">The score of each criterion, 0 to 5.</param>
/// <param name="By">Who filled it in.</param>
/// <param name="At">When.</param>
public sealed record EvaluationAnswer(decimal Percent, IReadOnlyList<CriterionScore> Scores, string By, DateTimeOffset At);

/// <summary>A product line as answered, its amount in major units.</summary>
public sealed record ProductLineAnswer(string Product, decimal Quantity, decimal? Amount, string? Currency);
