namespace SalesGrid.Opportunities;

/// <summary>One opportunity in a list.</summary>
[GenerateSerializer, Immutable, Alias("sg.PipelineRow")]
public sealed record PipelineRow
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required OpportunityStatus Status { get; init; }
    [Id(3)] public required string Process { get; init; }
    [Id(4)] public required string Stage { get; init; }

    /// <summary>Chance of winning in that stage, percent, as the process has it.</summary>
    [Id(5)] public required int ProbabilityPercent { get; init; }

    [Id(6)] public string? Name { get; init; }
    [Id(7)] public string? Customer { get; init; }
    [Id(8)] public required string Owner { get; init; }
    [Id(9)] public required string Team { get; init; }
    [Id(10)] public required string Region { get; init; }
    [Id(11)] public string? Sector { get; init; }
    [Id(12)] public string? Product { get; init; }
    [Id(13)] public string? Channel { get; init; }

    /// <summary>Amount, minor units of <see cref="Currency"/>; null when not valued.</summary>
    [Id(14)] public long? AmountMinor { get; init; }

    [Id(15)] public string? Currency { get; init; }
    [Id(16)] public DateOnly? OpenedOn { get; init; }
    [Id(17)] public DateOnly? ClosedOn { get; init; }
    [Id(18)] public DateOnly? ExpectedCloseOn { get; init; }
    [Id(19)] public bool Imported { get; init; }
    [Id(20)] public DateTimeOffset ChangedAt { get; init; }
    [Id(21)] public string? City { get; init; }
    [Id(22)] public string? Country { get; init; }
    [Id(23)] public string? Source { get; init; }
    [Id(24)] public string? LossReason { get; init; }
    [Id(25)] public string? WinReason { get; init; }
    [Id(26)] public ForecastCategory? Forecast { get; init; }

    /// <summary>Business day it entered its present stage.</summary>
    [Id(27)] public DateOnly StageSince { get; init; }

    /// <summary>Days an open one has been in that stage; 0 for one that is decided.</summary>
    [Id(28)] public int StageDays { get; init; }

    /// <summary>How often its expected close was moved to a later day.</summary>
    [Id(29)] public int Slips { get; init; }

    /// <summary>Activities recorded.</summary>
    [Id(30)] public int Activities { get; init; }

    /// <summary>Refused commands that were recorded one by one.</summary>
    [Id(31)] public int Refusals { get; init; }

    /// <summary>Where its win comes from; null while it is not won.</summary>
    [Id(32)] public WinOrigin? WinOrigin { get; init; }

    /// <summary>To whom it is credited where that is not its owner alone; null otherwise.</summary>
    [Id(33)] public CreditedParts? Credit { get; init; }

    /// <summary>Amount in major units; null when not valued.</summary>
    public decimal? Amount => AmountMinor is { } minor && Currency is { } currency ? new Money(minor, currency).Major : null;
}
