using System.Diagnostics;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a refusal: it happens once.</summary>
public abstract record RefusalEvent : SubjectEvent;

public sealed record CommandRefused(
    string Subject, string Command, string CommandId, string ControlPoint, string Actor, LocalText Reason, DateTimeOffset At,
    long Suppressed, string? Field = null, MissingItem[]? Missing = null, JsonElement? Decision = null) : RefusalEvent;

/// <summary>The fold of a refusal.</summary>
public static class RefusalFold
{
    public static RefusedCommand Evolve(RefusalEvent happened) => happened switch
    {
        CommandRefused e => new(e.Subject, e.Command, e.CommandId, e.ControlPoint, e.Actor, e.Reason, e.At, e.Suppressed, e.Field) { Missing = [.. e.Missing ?? []] },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };
}
