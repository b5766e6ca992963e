using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

public sealed record ControlOverridden(string Id, string ControlPoint, string Reason, string By, DateTimeOffset Until) : CommonEvent;

/// <summary>A command passed because of an override. Recorded with what the command itself recorded, in one write.</summary>
public sealed record OverrideUsed(string Id, string ControlPoint, string By, string For) : CommonEvent;

public sealed record OverrideReviewed(string Id, string By, bool Justified, string Note) : CommonEvent;

/// <summary>An object is warned about. <c>InPlaceOf</c> is an old warning that is no longer kept on the object, to make room; null for none.</summary>
public sealed record WarningRaised(
    string Id, string Code, WarningLevel Level, string Owner, LocalText Text, DateTimeOffset DueAt, DateTimeOffset RespondBy,
    string? InPlaceOf = null) : CommonEvent;

/// <summary>Nobody answered a warning in time: it is graver now, and somebody else's.</summary>
public sealed record WarningEscalated(string Id, WarningLevel Level, string Owner) : CommonEvent;

public sealed record WarningAnswered(string Id, string By, string Response) : CommonEvent;

public sealed record WarningClosed(string Id, string By, string Reason) : CommonEvent;

/// <summary>The overrides and warnings of one object.</summary>
[GenerateSerializer, Immutable, Alias("sg.ObjectControls")]
public sealed record ObjectControls
{
    /// <summary>Most overrides kept on an object. A reviewed or lapsed one makes way first; all stay in the ledger.</summary>
    public const int MaxWaivers = 50;

    /// <summary>Most warnings kept on an object. One whose cause is gone makes way; all stay in the ledger.</summary>
    public const int MaxWarnings = 50;

    /// <summary>None.</summary>
    public static ObjectControls None { get; } = new();

    [Id(0)] public ImmutableArray<Waiver> Waivers { get; init; } = [];
    [Id(1)] public ImmutableArray<Warning> Warnings { get; init; } = [];

    /// <summary>How many overrides were used that made way since, by control point; null for none.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, int>? UsedBefore { get; init; }

    /// <summary>The override of a control point somebody may use now; null when there is none. Nobody uses one they granted.</summary>
    public Waiver? Usable(string controlPoint, DecisionContext request)
    {
        foreach (var waiver in Waivers)
        {
            if (waiver.ControlPoint == controlPoint && waiver.UsedAt is null && waiver.Until > request.At && !SubjectId.Same(waiver.GrantedBy, request.Actor))
                return waiver;
        }
        return null;
    }

    /// <summary>The override that lifts the first of what a refusal lists and was not lifted yet; null when none does.</summary>
    public Waiver? Lifts(Refusal refusal, DecisionContext request)
    {
        foreach (var item in refusal.Missing)
        {
            if (!request.Waived.Contains(item.ControlPoint) && Usable(item.ControlPoint, request) is { } waiver)
                return waiver;
        }
        return null;
    }

    /// <summary>True when one more override can be kept beside those that must not be forgotten.</summary>
    public bool HasRoomForWaiver(DateTimeOffset at) => Waivers.Length < MaxWaivers || Waivers.Any(w => MayGo(w, at));

    /// <summary>The controls after one more event, decided at <paramref name="at"/>.</summary>
    public ObjectControls Evolve(CommonEvent happened, DateTimeOffset at) => happened switch
    {
        ControlOverridden e => WithRoom(at) is var room ? room with
        {
            Waivers = room.Waivers.Add(new()
            {
                Id = e.Id,
                ControlPoint = e.ControlPoint,
                Reason = e.Reason,
                GrantedBy = e.By,
                GrantedAt = at,
                Until = e.Until,
            }),
        } : this,
        OverrideUsed e => this with { Waivers = Change(Waivers, w => w.Id == e.Id, w => w with { UsedBy = e.By, UsedAt = at, UsedFor = e.For }) },
        OverrideReviewed e => this with
        {
            Waivers = Change(Waivers, w => w.Id == e.Id, w => w with { ReviewedBy = e.By, Justified = e.Justified, ReviewNote = e.Note }),
        },
        WarningRaised e => this with
        {
            Warnings = (e.InPlaceOf is { } gone ? Warnings.RemoveAll(w => w.Id == gone) : Warnings).Add(new()
            {
                Id = e.Id,
                Code = e.Code,
                Level = e.Level,
                Owner = e.Owner,
                Text = e.Text,
                DueAt = e.DueAt,
                RaisedAt = at,
                RespondBy = e.RespondBy,
            }),
        },
        WarningEscalated e => this with
        {
            Warnings = Change(Warnings, w => w.Id == e.Id, w => w with { Level = e.Level, Owner = e.Owner, EscalatedAt = at }),
        },
        WarningAnswered e => this with
        {
            Warnings = Change(Warnings, w => w.Id == e.Id, w => w with { Response = e.Response, AnsweredBy = e.By, AnsweredAt = at }),
        },
        WarningClosed e => this with
        {
            Warnings = Change(Warnings, w => w.Id == e.Id, w => w with { ClosedAt = at, ClosedBy = e.By, ClosedFor = e.Reason }),
        },
        _ => this,
    };

    private static bool MayGo(Waiver waiver, DateTimeOffset at) => waiver.ReviewedBy is not null || (waiver.UsedAt is null && waiver.Until <= at);
    /// <summary>These with room for one more override. One that makes way stays counted if it was used.</summary>
    private ObjectControls WithRoom(DateTimeOffset at)
    {
        var kept = Keep(Waivers, MaxWaivers, w => MayGo(w, at));
        var used = UsedBefore;
        foreach (var gone in kept.Length == Waivers.Length ? [] : Waivers.Except(kept).Where(w => w.UsedAt is not null))
            used = (used ?? ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal)).SetItem(gone.ControlPoint, (used?.GetValueOrDefault(gone.ControlPoint) ?? 0) + 1);
        return this with { Waivers = kept, UsedBefore = used };
    }

    /// <summary>Makes room for one more: the oldest that may go goes, or else the oldest.</summary>
    private static ImmutableArray<T> Keep<T>(ImmutableArray<T> items, int max, Func<T, bool> mayGo)
    {
        if (items.Length < max)
            return items;
        for (var i = 0; i < items.Length; i++)
        {
            if (mayGo(items[i]))
                return items.RemoveAt(i);
        }
        return items.RemoveAt(0);
    }

    private static ImmutableArray<T> Change<T>(ImmutableArray<T> items, Func<T, bool> which, Func<T, T> change)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (which(items[i]))
                return items.SetItem(i, change(items[i]));
        }
        return items;
    }
}
