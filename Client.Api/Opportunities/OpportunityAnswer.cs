using SalesGrid.Opportunities;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>An opportunity as answered.</summary>
public sealed record OpportunityAnswer : IMaskedObject
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
    public Money? Amount { get; init; }
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
    public required IReadOnlyList<ProductLine> Lines { get; init; }
    public ForecastCategory? Forecast { get; init; }

    /// <summary>Approvals of leaving the present stage.</summary>
    public required IReadOnlyList<StageApproval> Approvals { get; init; }

    /// <summary>Quotes and contracts that stand.</summary>
    public required IReadOnlyList<NotedDocument> Documents { get; init; }

    /// <summary>How often the expected close was moved to a later day.</summary>
    public int Slips { get; init; }

    /// <summary>By how many days in all.</summary>
    public int SlipDays { get; init; }

    /// <summary>Why its product is no longer sold, as it was last told; null where it is.</summary>
    public LocalText? ProductNotSold { get; init; }

    /// <summary>The claim on its customer and product, <c>claim/id</c>; null when it has none.</summary>
    public string? Claim { get; init; }

    /// <summary>Where its win comes from; null while it is not won. An imported one counts towards no target until finance admits it.</summary>
    public WinOrigin? WinOrigin { get; init; }

    string IMaskedObject.Subject => $"opportunity/{Id}";

    string? IMaskedObject.KeptBy => OwnerId;
    /// <summary>Who works on it beside its owner.</summary>
    public required IReadOnlyList<TeamMember> DealTeam { get; init; }

    /// <summary>Those who did before; they decide on it no more than those who do.</summary>
    public required IReadOnlyList<string> FormerTeam { get; init; }

    /// <summary>To whom a win is credited, in parts of 10,000 basis points together; with amounts once it is won.</summary>
    public required IReadOnlyList<CreditedPart> Credit { get; init; }

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
        Amount = v.Facts.Amount,
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
        Lines = v.Lines,
        Forecast = v.Forecast,
        Approvals = v.Approvals,
        Documents = v.Documents,
        Slips = v.Slips,
        SlipDays = v.SlipDays,
        ProductNotSold = v.ProductNotSold,
        Claim = v.Claim,
        WinOrigin = v.WinOrigin,
        DealTeam = v.DealTeam,
        FormerTeam = [.. v.EverInTeam.Except(v.DealTeam.Select(m => m.Person), SubjectId.Comparer)],
        Credit = v.Credit,
    };
}

/// <summary>An evaluation card as answered.</summary>
/// <param name="Percent">The total, percent of the possible, 0 to 100.</param>
/// <param name="Scores">The score of each criterion, 0 to 5.</param>
/// <param name="By">Who filled it in.</param>
/// <param name="At">When.</param>
public sealed record EvaluationAnswer(decimal Percent, IReadOnlyList<CriterionScore> Scores, string By, DateTimeOffset At);
