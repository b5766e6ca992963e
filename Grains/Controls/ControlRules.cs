using SalesGrid.Subjects;
using SalesGrid.Warnings;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Subjects.SubjectEvent>;

namespace SalesGrid.Controls;

/// <summary>The rules of overrides and warnings, the same on every kind of object. Pure.</summary>
public static class ControlRules
{
    /// <summary>Decides a command of internal control.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="version">Its version; 0 when there is none.</param>
    /// <param name="current">Its overrides and warnings.</param>
    /// <param name="command">The command.</param>
    /// <param name="causes">What it is warned about, as its state has them now.</param>
    /// <param name="policy">When to warn.</param>
    /// <param name="request">The request.</param>
    public static Decision Decide(
        string subject, int version, ObjectControls current, ControlCommand command, IEnumerable<WarningCause> causes, WarningPolicy policy, DecisionContext request)
    {
        if (version == 0)
            return ControlPoints.ControlledObjectMustExist.Refuse(subject);
        return command switch
        {
            OverrideControl c => Override(version, current, c, request),
            ReviewOverride c => Review(current, c, request),
            AnswerWarning c => Answer(current, c, request),
            CloseWarning c => Close(current, c, request),
            LookForWarnings => request.HasAny(Duties.Grid) ? Look(current, causes, policy, request) : ControlPoints.TimeMustComeFromGrid.Refuse(),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision Override(int version, ObjectControls current, OverrideControl command, DecisionContext request)
    {
        return Refusal.All(
                Validation.Required("controlPoint", command.ControlPoint),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                request.HasAny(Duties.Controller) ? null : ControlPoints.OverrideMustHaveAuthority.Refuse(),
                string.IsNullOrWhiteSpace(command.ControlPoint) || (ControlPoints.All.TryGetValue(command.ControlPoint, out var point) && point.MayBeOverridden)
                    ? null
                    : ControlPoints.ControlPointMustBeLiftable.RefuseField("controlPoint", command.ControlPoint),
                command.Until <= request.At || command.Until > request.At + OverrideControl.LongestFor
                    ? ControlPoints.OverrideMustEnd.RefuseField("until", OverrideControl.LongestFor.Days)
                    : null,
                // What was used and not judged is never forgotten to make room.
                current.HasRoomForWaiver(request.At) ? null : ControlPoints.OverridesMustBeReviewed.Refuse(ObjectControls.MaxWaivers)) is { } refusal
            ? refusal
            : Decision.Record(new ControlOverridden($"{command.ControlPoint}:{version + 1}", command.ControlPoint, command.Reason, request.Actor, command.Until));
    }

    private static Decision Review(ObjectControls current, ReviewOverride command, DecisionContext request)
    {
        if (Refusal.All(
                Validation.Required("overrideId", command.OverrideId),
                Validation.Required("note", command.Note, Validation.MaxTextLength),
                request.HasAny(Duties.Controller) ? null : ControlPoints.OverrideMustHaveAuthority.Refuse(),
                string.IsNullOrWhiteSpace(command.OverrideId) ? null : CheckUsed(current, command.OverrideId, request)) is { } refusal)
            return refusal;
        return Decision.Record(new OverrideReviewed(command.OverrideId, request.Actor, command.Justified, command.Note));
    }

    private static Refusal? CheckUsed(ObjectControls current, string id, DecisionContext request)
    {
        if (current.Waivers.FirstOrDefault(w => w.Id == id) is not { } waiver)
            return ControlPoints.OverrideMustExist.RefuseField("overrideId", id);
        return Refusal.All(
            waiver.UsedAt is null || waiver.ReviewedBy is not null ? ControlPoints.OverrideMustBeUsed.Refuse() : null,
            SubjectId.Same(waiver.GrantedBy, request.Actor) || SubjectId.Same(waiver.UsedBy, request.Actor) ? ControlPoints.ReviewerMustBeAnother.Refuse() : null);
    }

    private static Decision Answer(ObjectControls current, AnswerWarning command, DecisionContext request)
    {
        if (Refusal.All(Validation.Required("response", command.Response, Validation.MaxTextLength), CheckWarning(current, command.WarningId, request)) is { } refusal)
            return refusal;
        var warning = current.Warnings.Single(w => w.Id == command.WarningId);
        return warning.Response == command.Response && SubjectId.Same(warning.AnsweredBy, request.Actor)
            ? Decision.Nothing
            : Decision.Record(new WarningAnswered(command.WarningId, request.Actor, command.Response));
    }

    private static Decision Close(ObjectControls current, CloseWarning command, DecisionContext request)
    {
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CheckWarning(current, command.WarningId, request),
                current.Warnings.Any(w => w.Id == command.WarningId && w is { ClosedAt: null, Response: null }) ? ControlPoints.WarningMustBeAnsweredFirst.Refuse() : null) is { } refusal
            ? refusal
            : Decision.Record(new WarningClosed(command.WarningId, request.Actor, command.Reason));
    }

    private static Refusal? CheckWarning(ObjectControls current, string id, DecisionContext request)
    {
        if (Validation.Required("warningId", id) is { } malformed)
            return malformed;
        if (current.Warnings.FirstOrDefault(w => w.Id == id && w.ClosedAt is null) is not { } warning)
            return ControlPoints.WarningMustBeOpen.RefuseField("warningId", id);
        return SubjectId.Same(warning.Owner, request.Actor) || request.HasAny(Duties.Controller) || IsDutyOf(warning.Owner, request)
            ? null
            : ControlPoints.WarningMustBeAnsweredByOwner.Refuse(warning.Owner).Needing(by: DutyOf(warning.Owner) is { } duty ? Who.Duty(duty) : Who.Person(warning.Owner));
    }

    /// <summary>True when the warning is addressed to a duty, by its name, and the caller has it. A person's id that is a number is none.</summary>
    private static bool IsDutyOf(string owner, DecisionContext request) => DutyOf(owner) is { } duty && request.HasAny(duty);

    private static Duties? DutyOf(string owner) => owner switch
    {
        nameof(Duties.Manager) => Duties.Manager,
        nameof(Duties.Finance) => Duties.Finance,
        nameof(Duties.Controller) => Duties.Controller,
        nameof(Duties.People) => Duties.People,
        nameof(Duties.Legal) => Duties.Legal,
        nameof(Duties.ProcessOwner) => Duties.ProcessOwner,
        _ => null,
    };

    /// <summary>
    /// Raises what is due and was not raised yet, closes what has lost its cause, and raises by a level what nobody answered in
    /// time: that goes to internal control.
    /// </summary>
    private static Decision Look(ObjectControls current, IEnumerable<WarningCause> causes, WarningPolicy policy, DecisionContext request)
    {
        var present = Present(causes, policy);
        var events = new List<SubjectEvent>();
        foreach (var warning in current.Warnings)
        {
            if (warning.ClosedAt is not null)
                continue;
            if (!present.ContainsKey(warning.Id))
                events.Add(new WarningClosed(warning.Id, request.Actor, "cause-gone"));
            else if (EscalationOf(warning) <= request.At)
                events.Add(new WarningEscalated(warning.Id, warning.Level == WarningLevel.Critical ? warning.Level : warning.Level + 1, nameof(Duties.Controller)));
        }
        // Closed ones whose cause is gone make way for new ones; while there is none of those, what is due waits.
        var mayGo = new Queue<string>(current.Warnings.Where(w => !present.ContainsKey(w.Id)).Select(w => w.Id));
        var room = ObjectControls.MaxWarnings - current.Warnings.Length;
        foreach (var (id, cause) in present)
        {
            if (cause.At > request.At || current.Warnings.Any(w => w.Id == id))
                continue;
            string? inPlaceOf = null;
            if (room > 0)
                room--;
            else if (!mayGo.TryDequeue(out inPlaceOf))
                break;
            var criterion = policy.Of(cause.Code)!;
            events.Add(new WarningRaised(id, cause.Code, criterion.Level, OwnerOf(criterion, cause), cause.Text, cause.At,
                request.At.AddDays(criterion.RespondWithinDays), inPlaceOf));
        }
        return Decision.Record([.. events]);
    }

    /// <summary>When an object's warnings next want looking at; null for never as things stand.</summary>
    public static DateTimeOffset? NextLook(ObjectControls current, IEnumerable<WarningCause> causes, WarningPolicy policy)
    {
        DateTimeOffset? next = null;
        if (current.Warnings.IsEmpty)
        {
            // The common case, asked for every entry.
            foreach (var cause in causes)
            {
                if ((next is null || cause.At < next) && policy.Of(cause.Code) is not null)
                    next = cause.At;
            }
            return next;
        }
        var present = Present(causes, policy);
        var staying = 0;
        foreach (var warning in current.Warnings)
        {
            if (present.Remove(warning.Id))
                staying++;
            else if (warning.ClosedAt is null)
                return DateTimeOffset.MinValue; // It has lost its cause, and wants closing now.
            else
                continue;
            if (warning.ClosedAt is null && EscalationOf(warning) is { } at && (next is null || at < next))
                next = at;
        }
        if (staying >= ObjectControls.MaxWarnings)
            return next;
        foreach (var cause in present.Values)
        {
            if (next is null || cause.At < next)
                next = cause.At;
        }
        return next;
    }

    /// <summary>The causes whose criterion is on, by the id of their warning.</summary>
    private static Dictionary<string, WarningCause> Present(IEnumerable<WarningCause> causes, WarningPolicy policy)
    {
        var present = new Dictionary<string, WarningCause>(StringComparer.Ordinal);
        foreach (var cause in causes)
        {
            if (policy.Of(cause.Code) is not null)
                present.TryAdd(cause.Id, cause);
        }
        return present;
    }

    /// <summary>When an open warning is raised a level for want of an answer; null when that is no longer to be.</summary>
    private static DateTimeOffset? EscalationOf(Warning warning) =>
        warning is { Response: null, EscalatedAt: null } ? warning.RespondBy : null;

    private static string OwnerOf(WarningCriterion criterion, WarningCause cause) => criterion.Owner switch
    {
        WarningOwner.Owner => cause.Owner ?? cause.Manager ?? nameof(Duties.Manager),
        WarningOwner.Manager => cause.Manager ?? nameof(Duties.Manager),
        WarningOwner.Finance => nameof(Duties.Finance),
        WarningOwner.People => nameof(Duties.People),
        WarningOwner.Legal => nameof(Duties.Legal),
        WarningOwner.ProcessOwner => nameof(Duties.ProcessOwner),
        _ => nameof(Duties.Controller),
    };
}
