using System.Collections.Immutable;
using SalesGrid.Reservations;

namespace SalesGrid.Controls;

/// <summary>What internal control can ask of any business object.</summary>
[GenerateSerializer, Immutable, Alias("sg.ControlCommand")]
public abstract record ControlCommand : Command;

/// <summary>
/// Lifts one control point on one object: once, until a moment, for somebody else. A lawful exception is a command like any
/// other, with an authority, a reason and an end.
/// </summary>
/// <param name="ControlPoint">Id of a control point that may be overridden.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="Until">When it lapses unused; at most 30 days ahead.</param>
[GenerateSerializer, Immutable, Alias("sg.OverrideControl")]
[SentBy(Duties.Controller, nameof(ControlPoints.OverrideMustHaveAuthority))]
public sealed record OverrideControl(
    [property: Id(0)] string ControlPoint,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateTimeOffset Until) : ControlCommand
{
    /// <summary>Furthest an override may reach ahead.</summary>
    public static readonly TimeSpan LongestFor = TimeSpan.FromDays(30);
}

/// <summary>Judges an override after the fact.</summary>
/// <param name="OverrideId">The override.</param>
/// <param name="Justified">Whether it was.</param>
/// <param name="Note">What was found, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ReviewOverride")]
[SentBy(Duties.Controller, nameof(ControlPoints.OverrideMustHaveAuthority))]
public sealed record ReviewOverride(
    [property: Id(0)] string OverrideId,
    [property: Id(1)] bool Justified,
    [property: Id(2)] string Note) : ControlCommand;

/// <summary>Says what is being done about a warning.</summary>
/// <param name="WarningId">The warning.</param>
/// <param name="Response">What is done, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.AnswerWarning")]
[SentBy(Standing.Asked, Duties.Controller)]
public sealed record AnswerWarning([property: Id(0)] string WarningId, [property: Id(1)] string Response) : ControlCommand;

/// <summary>Closes a warning whose cause has been dealt with or is accepted.</summary>
/// <param name="WarningId">The warning.</param>
/// <param name="Reason">Why it may be closed, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.CloseWarning")]
[SentBy(Standing.Asked, Duties.Controller)]
public sealed record CloseWarning([property: Id(0)] string WarningId, [property: Id(1)] string Reason) : ControlCommand;

/// <summary>Raises the warnings whose time has come and closes those whose cause is gone. Sent by the grid.</summary>
[GenerateSerializer, Immutable, Alias("sg.LookForWarnings")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record LookForWarnings : ControlCommand;

/// <summary>A control point lifted on one object.</summary>
[GenerateSerializer, Immutable, Alias("sg.Waiver")]
public sealed record Waiver
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string ControlPoint { get; init; }
    [Id(2)] public required string Reason { get; init; }
    [Id(3)] public required string GrantedBy { get; init; }
    [Id(4)] public required DateTimeOffset GrantedAt { get; init; }

    /// <summary>When it lapses unused.</summary>
    [Id(5)] public required DateTimeOffset Until { get; init; }

    /// <summary>Whose command it let pass; null while unused.</summary>
    [Id(6)] public string? UsedBy { get; init; }

    [Id(7)] public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Who judged it; null while nobody has.</summary>
    [Id(8)] public string? ReviewedBy { get; init; }

    [Id(9)] public bool? Justified { get; init; }
    [Id(10)] public string? ReviewNote { get; init; }

    /// <summary>The type of the command it let pass; null while unused.</summary>
    [Id(11)] public string? UsedFor { get; init; }
}

/// <summary>How grave a warning is (预警级别).</summary>
public enum WarningLevel
{
    /// <summary>Look at it.</summary>
    Notice = 1,

    /// <summary>Act on it.</summary>
    Warning = 2,

    /// <summary>Act at once.</summary>
    Critical = 3,
}

/// <summary>An early warning (预警) on one object.</summary>
[GenerateSerializer, Immutable, Alias("sg.Warning")]
public sealed record Warning
{
    /// <summary>Unique on its object: the criterion and the occasion, so one occasion raises it once.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The criterion's code.</summary>
    [Id(1)] public required string Code { get; init; }

    [Id(2)] public required WarningLevel Level { get; init; }

    /// <summary>Who has to respond: a person's id, or a duty's name.</summary>
    [Id(3)] public required string Owner { get; init; }

    [Id(4)] public required LocalText Text { get; init; }

    /// <summary>When its criterion was met.</summary>
    [Id(5)] public required DateTimeOffset DueAt { get; init; }

    [Id(6)] public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>By when its owner has to respond.</summary>
    [Id(7)] public required DateTimeOffset RespondBy { get; init; }

    [Id(8)] public string? Response { get; init; }
    [Id(9)] public string? AnsweredBy { get; init; }
    [Id(10)] public DateTimeOffset? AnsweredAt { get; init; }
    [Id(11)] public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it; the grid where its cause went away.</summary>
    [Id(12)] public string? ClosedBy { get; init; }

    [Id(13)] public string? ClosedFor { get; init; }

    /// <summary>When it was raised a level and addressed to internal control, for want of an answer; null while it was not.</summary>
    [Id(14)] public DateTimeOffset? EscalatedAt { get; init; }
}

/// <summary>Reservations, overrides and warnings of one object.</summary>
/// <param name="Subject">The object.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reservations">What it keeps back for others, by token: all that wait to be confirmed and the newest of the others, see <see cref="SalesGrid.Subjects.ISubject.Reservations"/>.</param>
/// <param name="Overrides">Its overrides.</param>
/// <param name="Warnings">Its warnings.</param>
/// <param name="Taken">What others keep back for it.</param>
/// <param name="ReservationCount">How many reservations it keeps back for others in all.</param>
[GenerateSerializer, Immutable, Alias("sg.ControlsView")]
public sealed record ControlsView(
    [property: Id(0)] string Subject,
    [property: Id(1)] int Version,
    [property: Id(2)] ImmutableArray<Reservation> Reservations,
    [property: Id(3)] ImmutableArray<Waiver> Overrides,
    [property: Id(4)] ImmutableArray<Warning> Warnings,
    [property: Id(5)] ImmutableArray<TakenReservation> Taken,
    [property: Id(6)] int ReservationCount);
