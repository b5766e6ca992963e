using System.Collections.Immutable;

namespace SalesGrid.Decisions;

/// <summary>
/// What a command was decided on, and how: everything the rules were shown, the answer, and what became of each control point. An allowed command's is kept in its
/// first entry of the ledger, a refused one's in the refusal.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.DecisionReceipt")]
public sealed record DecisionReceipt
{
    /// <summary>The object, <c>kind/id</c>.</summary>
    [Id(0)] public required string Subject { get; init; }

    /// <summary>The object's version the rules were shown; 0 for an object there was not.</summary>
    [Id(1)] public required int Before { get; init; }

    /// <summary>Its version afterwards; the same where the command was refused.</summary>
    [Id(2)] public required int After { get; init; }

    /// <summary>When it was decided.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>The business day then.</summary>
    [Id(4)] public DateOnly Today { get; init; }

    /// <summary>Who asked.</summary>
    [Id(5)] public required string Actor { get; init; }

    /// <summary>The command's id.</summary>
    [Id(6)] public required string CommandId { get; init; }

    /// <summary>The command's type, e.g. <c>AdvanceStage</c>; null where no receipt was kept.</summary>
    [Id(7)] public string? Command { get; init; }

    /// <summary>The command: a JSON object as the rules read it. Null where it was not kept, or the caller may not read it.</summary>
    [Id(8)] public string? Content { get; init; }

    /// <summary>What the sender answered for, as authenticated at the edge.</summary>
    [Id(9)] public Duties Duties { get; init; }

    /// <summary>The units their duties were limited to; none for the whole company.</summary>
    [Id(10)] public ImmutableArray<string> Units { get; init; } = [];

    /// <summary>How the sender stood towards the object, where that and no duty was why they might.</summary>
    [Id(11)] public Standing Stands { get; init; }

    /// <summary>True where a program sent it.</summary>
    [Id(12)] public bool ByMachine { get; init; }

    /// <summary>The version of the rules: a hash of the program's rules and of the data shipped with them. Null where no receipt was kept.</summary>
    [Id(13)] public string? Rules { get; init; }

    /// <summary>The other objects the rules were shown, by subject; policies and the organisation are objects too.</summary>
    [Id(14)] public ImmutableArray<InputVersion> Inputs { get; init; } = [];

    /// <summary>What the rules were shown that no object says, by what it was.</summary>
    [Id(15)] public ImmutableArray<InputValue> Values { get; init; } = [];

    /// <summary>Objects that granted reservations for it, with their version since.</summary>
    [Id(16)] public ImmutableArray<InputVersion> Granted { get; init; } = [];

    /// <summary>True where the rules were shown more than is kept.</summary>
    [Id(17)] public bool MoreInputs { get; init; }

    /// <summary>What the command recorded; empty where it was refused.</summary>
    [Id(18)] public ImmutableArray<DecidedEvent> Events { get; init; } = [];

    /// <summary>The control point that refused it; null where it was allowed.</summary>
    [Id(19)] public string? RefusedBy { get; init; }

    /// <summary>Everything it lacked, where it was refused.</summary>
    [Id(20)] public ImmutableArray<MissingItem> Missing { get; init; } = [];

    /// <summary>What became of each control point that could refuse the command, by id.</summary>
    [Id(21)] public ImmutableArray<PointDecided> Points { get; init; } = [];

    /// <summary>XxHash3 of the command's type and content, as the ledger has it.</summary>
    [Id(22)] public ulong Fingerprint { get; init; }

    /// <summary>For whom the sender stood so, by a delegation; null where they did themselves, or a duty was why they might.</summary>
    [Id(23)] public string? StandsFor { get; init; }

    /// <summary>False for what was decided before receipts were kept: then only what the ledger says anyway is here.</summary>
    public bool Kept => Command is not null;
}

/// <summary>An object at a version.</summary>
/// <param name="Subject">The object, <c>kind/id</c>.</param>
/// <param name="Version">Its version; 0 where it was not there.</param>
[GenerateSerializer, Immutable, Alias("sg.InputVersion")]
public readonly record struct InputVersion([property: Id(0)] string Subject, [property: Id(1)] int Version);

/// <summary>Something the rules were shown that is kept by its content.</summary>
/// <param name="Name">What it was.</param>
/// <param name="Json">What they were shown.</param>
[GenerateSerializer, Immutable, Alias("sg.InputValue")]
public readonly record struct InputValue([property: Id(0)] string Name, [property: Id(1)] string Json);

/// <summary>An event a decision recorded.</summary>
/// <param name="Type">Type of event.</param>
/// <param name="Data">The event: a JSON object.</param>
[GenerateSerializer, Immutable, Alias("sg.DecidedEvent")]
public sealed record DecidedEvent([property: Id(0)] string Type, [property: Id(1)] string Data);

/// <summary>What became of a control point.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">Who lifted it; null where nobody did.</param>
/// <param name="Override">The override that lifted it; null where none did.</param>
[GenerateSerializer, Immutable, Alias("sg.PointDecided")]
public sealed record PointDecided(
    [property: Id(0)] string Id, [property: Id(1)] PointOutcome Outcome, [property: Id(2)] string? By = null, [property: Id(3)] string? Override = null);

/// <summary>What can become of a control point.</summary>
public enum PointOutcome
{
    /// <summary>It can refuse such a command and did not.</summary>
    Passed = 1,

    /// <summary>It refused the command.</summary>
    Refused = 2,

    /// <summary>An override lifted it.</summary>
    Lifted = 3,

    /// <summary>It can refuse such a command; whether it would have is not known, since another one refused.</summary>
    NotReached = 4,
}

/// <summary>What the rules answer when they are asked again what they decided.</summary>
/// <param name="Outcome">Whether it is the same answer.</param>
/// <param name="RulesThen">The version of the rules then; null where none was kept.</param>
/// <param name="RulesNow">The version of the rules now.</param>
/// <param name="Reason">Why it could not be asked again; null where it was.</param>
/// <param name="RefusedBy">The control point that refuses now; null for none.</param>
/// <param name="Events">What would be recorded now.</param>
[GenerateSerializer, Immutable, Alias("sg.Recomputed")]
public sealed record Recomputed(
    [property: Id(0)] RecomputeOutcome Outcome,
    [property: Id(1)] string? RulesThen,
    [property: Id(2)] string RulesNow,
    [property: Id(3)] LocalText? Reason = null,
    [property: Id(4)] string? RefusedBy = null,
    [property: Id(5)] ImmutableArray<DecidedEvent> Events = default);

/// <summary>How a decision can compare with the one made again.</summary>
public enum RecomputeOutcome
{
    /// <summary>The same control point refuses, or the same events follow.</summary>
    Same = 1,

    /// <summary>The rules answer otherwise now.</summary>
    Differs = 2,

    /// <summary>What they were shown then cannot be shown them again.</summary>
    Cannot = 3,
}

/// <summary>A refused command that was kept. Key: <c>refusal/{id}</c>.</summary>
[Alias("sg.IRefusal")]
public interface IRefusal : IGrainWithStringKey
{
    /// <summary>What was decided, and on what; null when there is no such refusal.</summary>
    [Alias("Decision"), ResponseTimeout("00:00:20")]
    Task<DecisionReceipt?> Decision();
}
