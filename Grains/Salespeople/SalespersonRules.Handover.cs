using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

// Giving to a successor what somebody has in hand.
public static partial class SalespersonRules
{
    /// <summary>Why somebody cannot be the successor; null when they can.</summary>
    /// <param name="id">Whose business it is.</param>
    /// <param name="to">The successor.</param>
    /// <param name="successor">The successor as known; null when not registered.</param>
    public static Refusal? CheckSuccessor(string id, string to, SalespersonView? successor) => Refusal.All(
        Validation.RequiredId("to", to),
        SubjectId.Same(to, id) ? ControlPoints.SuccessorMustBeAnother.RefuseField("to") : null,
        SubjectId.IsValid(to) && successor is not { Active: true } ? ControlPoints.SuccessorMustBeActive.RefuseField("to", to) : null);

    private static Decision HandOver(string id, Salesperson current, HandOverPortfolio command, DecisionContext request, SalespersonContext context)
    {
        return Refusal.All(
                CheckSuccessor(id, command.To, context.Named),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                SubjectId.Same(command.To, request.Actor) && !request.Stands.HasFlag(Standing.Manager) ? ControlPoints.SuccessorMustNotBeSender.RefuseField("to") : null,
                current.Handover is { EndedAt: null } going ? ControlPoints.HandoverMustBeOver.Refuse(going.To) : null) is { } refusal
            ? refusal
            : Decision.Record(new HandoverBegun((current.Handover?.Number ?? 0) + 1, context.Named!.Id, command.Reason, request.Actor));
    }

    private static Decision Take(Salesperson current, TakeInHand command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: true } && command.Ids.Length is > 0 and <= Handover.BatchMax
            ? Decision.Record(new HandoverTaken(command.Part, command.Ids))
            : Decision.Nothing;

    private static Decision NoteHanded(Salesperson current, NoteHandedOver command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: false, Part: { } part }
            ? Decision.Record(new HandoverMoved(part, command.Moved, command.NotMoved))
            : Decision.Nothing;

    private static Decision EndHandover(Salesperson current, EndHandover command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: true } ? Decision.Record(new HandoverEnded(command.Left)) : Decision.Nothing;

    /// <summary>What somebody who was deactivated still has; counted again where it has changed.</summary>
    private static Decision Count(Salesperson current, SalespersonContext context) =>
        current.Active || context.Portfolio is not { } count || (current.LeavingSince is null && current.Portfolio is null or { Total: 0 })
            ? Decision.Nothing
            : Decision.Record(new PortfolioCounted(count));
}
