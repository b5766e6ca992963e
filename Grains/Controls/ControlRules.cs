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
    /// <param name="watches">Its watches, as its state has them now.</param>
    /// <param name="policy">When to warn.</param>
    /// <param name="asked">The request.</param>
    public static Decision Decide(
        string subject, int version, ObjectControls current, ControlCommand command, IEnumerable<Watch> watches, WarningPolicy policy, Asked asked)
    {
        if (version == 0)
            return ControlPoints.ControlledObjectMustExist.Refuse(subject);
        return command switch
        {
            OverrideControl c => Override(version, c, asked),
            ReviewOverride c => Review(current, c, asked),
            AnswerWarning c => Answer(current, c, asked),
            CloseWarning c => Close(current, c, asked),
            LookForWarnings => asked.HasAny(Duties.Grid) ? Look(current, watches, policy, asked) : ControlPoints.TimeMustComeFromGrid.Refuse(),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision Override(int version, OverrideControl command, Asked asked)
    {
        if (Validation.Required("controlPoint", command.ControlPoint) is { } malformed)
            return malformed;
        if (Validation.Required("reason", command.Reason, Validation.MaxTextLength) is { } noReason)
            return noReason;
        if (!asked.HasAny(Duties.Controller))
            return ControlPoints.OverrideMustHaveAuthority.Refuse();
        if (!ControlPoints.All.TryGetValue(command.ControlPoint, out var point) || !point.MayBeOverridden)
            return ControlPoints.ControlPointMustBeLiftable.RefuseField("controlPoint", command.ControlPoint);
        return command.Until <= asked.At || command.Until > asked.At + OverrideControl.LongestFor
            ? ControlPoints.OverrideMustEnd.RefuseField("until", OverrideControl.LongestFor.Days)
            : Decision.Record(new ControlOverridden($"{point.Id}:{version + 1}", point.Id, command.Reason, asked.Actor, command.Until));
    }

    private static Decision Review(ObjectControls current, ReviewOverride command, Asked asked)
    {
        if (Validation.First(
                Validation.Required("overrideId", command.OverrideId),
                Validation.Required("note", command.Note, Validation.MaxTextLength)) is { } malformed)
            return malformed;
        if (!asked.HasAny(Duties.Controller))
            return ControlPoints.OverrideMustHaveAuthority.Refuse();
        if (current.Waivers.FirstOrDefault(w => w.Id == command.OverrideId) is not { } waiver)
            return ControlPoints.OverrideMustExist.RefuseField("overrideId", command.OverrideId);
        if (waiver.UsedAt is null || waiver.ReviewedBy is not null)
            return ControlPoints.OverrideMustBeUsed.Refuse();
        return waiver.GrantedBy == asked.Actor || waiver.UsedBy == asked.Actor
            ? ControlPoints.ReviewerMustBeAnother.Refuse()
            : Decision.Record(new OverrideReviewed(waiver.Id, asked.Actor, command.Justified, command.Note));
    }

    private static Decision Answer(ObjectControls current, AnswerWarning command, Asked asked) =>
        (Validation.Required("response", command.Response, Validation.MaxTextLength) ?? CheckWarning(current, command.WarningId, asked)) is { } refusal
            ? refusal
            : Decision.Record(new WarningAnswered(command.WarningId, asked.Actor, command.Response));

    private static Decision Close(ObjectControls current, CloseWarning command, Asked asked)
    {
        if ((Validation.Required("reason", command.Reason, Validation.MaxTextLength) ?? CheckWarning(current, command.WarningId, asked)) is { } refusal)
            return refusal;
        return current.Warnings.Single(w => w.Id == command.WarningId).Response is null
            ? ControlPoints.WarningMustBeAnsweredFirst.Refuse()
            : Decision.Record(new WarningClosed(command.WarningId, asked.Actor, command.Reason));
    }

    private static Refusal? CheckWarning(ObjectControls current, string id, Asked asked)
    {
        if (Validation.Required("warningId", id) is { } malformed)
            return malformed;
        if (current.Warnings.FirstOrDefault(w => w.Id == id && w.ClosedAt is null) is not { } warning)
            return ControlPoints.WarningMustBeOpen.RefuseField("warningId", id);
        return warning.Owner == asked.Actor || asked.HasAny(Duties.Controller) || IsDutyOf(warning.Owner, asked)
            ? null
            : ControlPoints.WarningMustBeAnsweredByOwner.Refuse(warning.Owner);
    }

    private static bool IsDutyOf(string owner, Asked asked) =>
        Enum.TryParse<Duties>(owner, ignoreCase: true, out var duty) && duty != Duties.None && asked.HasAny(duty);

    /// <summary>Raises what is due and was not raised yet, and closes what has lost its cause.</summary>
    private static Decision Look(ObjectControls current, IEnumerable<Watch> watches, WarningPolicy policy, Asked asked)
    {
        var events = new List<SubjectEvent>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var watch in watches)
        {
            present.Add(watch.Id);
            if (watch.At > asked.At || current.Warnings.Any(w => w.Id == watch.Id) || policy.Of(watch.Code) is not { } criterion)
                continue;
            events.Add(new WarningRaised(watch.Id, watch.Code, criterion.Level, OwnerOf(criterion, watch), watch.Text, watch.At,
                asked.At.AddDays(criterion.RespondWithinDays)));
        }
        foreach (var warning in current.Warnings)
        {
            if (warning.ClosedAt is null && !present.Contains(warning.Id))
                events.Add(new WarningClosed(warning.Id, asked.Actor, "cause-gone"));
        }
        return Decision.Record([.. events]);
    }

    /// <summary>When an object's warnings next want looking at; null for never as things stand.</summary>
    public static DateTimeOffset? NextLook(ObjectControls current, IEnumerable<Watch> watches)
    {
        DateTimeOffset? next = null;
        var open = 0;
        foreach (var watch in watches)
        {
            var raised = false;
            foreach (var warning in current.Warnings)
            {
                if (warning.Id != watch.Id)
                    continue;
                raised = true;
                if (warning.ClosedAt is null)
                    open++;
            }
            if (!raised && (next is null || watch.At < next))
                next = watch.At;
        }
        // One that is open without a watch has lost its cause: it wants closing now.
        foreach (var warning in current.Warnings)
        {
            if (warning.ClosedAt is null)
                open--;
        }
        return open < 0 ? DateTimeOffset.MinValue : next;
    }

    private static string OwnerOf(WarningCriterion criterion, Watch watch) => criterion.Owner switch
    {
        WarningOwner.Owner => watch.Owner ?? watch.Manager ?? nameof(Duties.Manager),
        WarningOwner.Manager => watch.Manager ?? nameof(Duties.Manager),
        WarningOwner.Finance => nameof(Duties.Finance),
        WarningOwner.People => nameof(Duties.People),
        _ => nameof(Duties.Controller),
    };
}
