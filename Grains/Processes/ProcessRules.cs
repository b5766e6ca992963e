using System.Text.Json;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Processes.ProcessEvent>;

namespace SalesGrid.Processes;

/// <summary>What the rules may know beside the process itself.</summary>
/// <param name="Today">The business day.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Duties">What they answer for.</param>
/// <param name="Shipped">What the product ships.</param>
public sealed record ProcessContext(DateOnly Today, string Actor, Duties Duties, ProcessCatalog Shipped);

/// <summary>The rules of a sales process. Pure: the same arguments always give the same answer.</summary>
public static class ProcessRules
{
    /// <summary>Decides a command. In order: duty, existence, content.</summary>
    public static Decision Decide(string id, SalesProcess current, ProcessCommand command, ProcessContext context)
    {
        var noDuty = context.Duties.HasFlag(Duties.ProcessOwner) ? null : ControlPoints.ProcessOwnerMustAct.Refuse(context.Actor);
        var shipped = context.Shipped.VersionsOf(id);
        if (command is not DraftProcess && shipped.IsEmpty && current.IsNothing)
            return Refusal.All(noDuty, ControlPoints.ProcessMustExist.Refuse(id))!;
        var decision = command switch
        {
            DraftProcess c => Draft(id, current, c, context),
            ApproveProcess c => Approve(current, c, context),
            RejectProcess c => Reject(current, c, context),
            RetireProcess c => Retire(current, c, context),
            AdoptShippedProcess c => Adopt(id, current, c, context),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
        return decision.Unless(noDuty);
    }

    /// <summary>The number of the next version: one more than the last, shipped ones counted.</summary>
    /// <remarks>
    /// No number is ever taken twice: an id that was shipped once gets no further versions from the product, and ids of
    /// later releases are kept for it.
    /// </remarks>
    public static int NextVersion(string id, SalesProcess current, ProcessCatalog shipped) => 1 + Math.Max(
        current.Releases.IsEmpty ? 0 : current.Releases[^1].Definition.Version,
        shipped.VersionsOf(id).DefaultIfEmpty(0).Max());

    private static Decision Draft(string id, SalesProcess current, DraftProcess command, ProcessContext context)
    {
        if (command.Definition is null)
            return Validation.Invalid("definition", "不能为空", "it must be given");
        var next = NextVersion(id, current, context.Shipped);
        var definition = ProcessValidator.Complete(command.Definition) with { Version = next };
        if (Refusal.All(
                id.StartsWith(ProcessLimits.ReservedPrefix, StringComparison.OrdinalIgnoreCase) && context.Shipped.VersionsOf(id).IsEmpty
                    ? ControlPoints.ProcessIdMustBeFree.RefuseField("id", id)
                    : null,
                command.Definition.Id == id ? null : Validation.Invalid("id", $"须为 {id}", $"it must be {id}"),
                command.Definition.Version == 0 || command.Definition.Version == next ? null : Validation.Invalid("version", $"须为 {next},或 0", $"it must be {next}, or 0"),
                Refusal.All([.. ProcessValidator.Check(definition)])) is { } refusal)
            return refusal;
        if (current.Draft is { } open)
        {
            if (IsSame(open.Definition, definition) && open.Authors.Contains(context.Actor))
                return Decision.Nothing;
            if (open.Revision >= ProcessLimits.RevisionsMax)
                return ControlPoints.DraftMustBeDecided.Refuse(open.Revision);
        }
        return CheckRoom(current, definition) is { } full
            ? full
            : Decision.Record(new ProcessDrafted(definition, context.Actor, (current.Draft?.Revision ?? 0) + 1));
    }

    private static Decision Approve(SalesProcess current, ApproveProcess command, ProcessContext context)
    {
        if (current.Draft is not { } draft || draft.Definition.Version != command.Version)
            return ControlPoints.DraftMustExist.RefuseField("version", command.Version);
        return Refusal.All(
                command.Revision is { } read && read != draft.Revision
                    ? ControlPoints.DraftMustBeAsRead.RefuseField("revision", draft.Revision, read).Needing(read, draft.Revision)
                    : null,
                draft.Authors.Contains(context.Actor) ? ControlPoints.ApproverMustNotBeAuthor.Refuse(context.Actor) : null,
                CheckDay("effectiveFrom", command.EffectiveFrom, context),
                CheckRoom(current, draft.Definition)) is { } refusal
            ? refusal
            : Decision.Record(new ProcessApproved(command.Version, draft.Revision, command.EffectiveFrom, context.Actor));
    }

    private static Decision Reject(SalesProcess current, RejectProcess command, ProcessContext context)
    {
        if (current.Draft is not { } draft || draft.Definition.Version != command.Version)
            return ControlPoints.DraftMustExist.RefuseField("version", command.Version);
        return Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } refusal
            ? refusal
            : Decision.Record(new ProcessRejected(command.Version, draft.Revision, command.Reason, context.Actor));
    }

    private static Decision Retire(SalesProcess current, RetireProcess command, ProcessContext context)
    {
        if (command.From == current.RetiredFrom)
            return Decision.Nothing;
        return command.From is { } from && CheckDay("from", from, context) is { } refusal
            ? refusal
            : Decision.Record(new ProcessRetired(command.From, context.Actor));
    }

    private static Decision Adopt(string id, SalesProcess current, AdoptShippedProcess command, ProcessContext context)
    {
        var shipped = context.Shipped.VersionsOf(id);
        if (!shipped.Contains(command.Version))
            return ControlPoints.ShippedVersionMustExist.RefuseField("version", id, command.Version, shipped.IsEmpty ? "–" : string.Join(", ", shipped));
        if (current.Adoptions.Any(a => a.Version == command.Version && a.EffectiveFrom == command.EffectiveFrom))
            return Decision.Nothing;
        return Refusal.All(CheckDay("effectiveFrom", command.EffectiveFrom, context), CheckRoom(current, null)) is { } refusal
            ? refusal
            : Decision.Record(new ShippedProcessAdopted(command.Version, command.EffectiveFrom, context.Actor));
    }

    private static Refusal? CheckDay(string field, DateOnly day, ProcessContext context) =>
        PlausibleDays.Until(field, day, context.Today, PlausibleDays.PlanYearsAhead) ?? (day < context.Today
            ? ControlPoints.EffectiveDayMustNotBePast.RefuseField(field, $"{day:yyyy-MM-dd}", $"{context.Today:yyyy-MM-dd}").Needing(day, context.Today)
            : null);

    /// <summary>Room for one more version; <paramref name="added"/> is null for an adoption, which holds no definition.</summary>
    private static Refusal? CheckRoom(SalesProcess current, ProcessDefinition? added)
    {
        var versions = current.Releases.Length + current.Adoptions.Length + 1;
        // Authors and adoptions are held too.
        var bytes = JsonSerializer.SerializeToUtf8Bytes(current with { Draft = null }, GridJson.Options).Length
            + (added is null ? 0 : ProcessValidator.SizeOf(added));
        return versions > ProcessLimits.VersionsMax || bytes > ProcessLimits.VersionsBytesMax
            ? ControlPoints.ProcessMustHaveRoom.Refuse(versions, bytes, ProcessLimits.VersionsMax, ProcessLimits.VersionsBytesMax)
            : null;
    }

    private static bool IsSame(ProcessDefinition a, ProcessDefinition b) =>
        JsonSerializer.SerializeToUtf8Bytes(a, GridJson.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(b, GridJson.Options));
}
