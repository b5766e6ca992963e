using System.Collections.Immutable;
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
    /// <param name="field">The field that names them.</param>
    public static Refusal? CheckSuccessor(string id, string to, SalespersonView? successor, string field = "to") => Refusal.All(
        Validation.RequiredId(field, to),
        SubjectId.Same(to, id) ? ControlPoints.SuccessorMustBeAnother.RefuseField(field) : null,
        SubjectId.IsValid(to) && successor is not { Active: true } ? ControlPoints.SuccessorMustBeActive.RefuseField(field, to) : null);

    /// <summary>What is wrong with the parts of a handover by themselves; null for nothing, and for a handover to one.</summary>
    public static Refusal? CheckShape(HandOverPortfolio command)
    {
        if (command.Parts is not { } parts)
            return null;
        if (parts.IsDefaultOrEmpty || parts.Length > HandOverPortfolio.PartsMax)
            return Validation.Invalid("parts", $"须为 1 到 {HandOverPortfolio.PartsMax} 份;不填即全部给 to", $"it takes 1 to {HandOverPortfolio.PartsMax} parts; left out, everything goes to the one");
        if (parts.IndexOf(null!) is >= 0 and var at)
            return Validation.Invalid($"parts[{at}]", "不能为 null", "it must not be null");
        if (parts.Sum(p => (p.Customers?.Length ?? 0) + (p.Opportunities?.Length ?? 0)) > HandOverPortfolio.NamesMax)
            return Validation.Invalid("parts", $"最多共列 {HandOverPortfolio.NamesMax} 个客户和商机", $"at most {HandOverPortfolio.NamesMax} customers and opportunities in all");
        Refusal? found = null;
        var (successors, objects) = (new HashSet<string>(SubjectId.Comparer), new HashSet<(string, string)>());
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            found = Refusal.All(found,
                Validation.RequiredId($"parts[{i}].to", part.To),
                part.To is not null && !successors.Add(part.To) ? ControlPoints.PartMustBeNamedOnce.RefuseField($"parts[{i}].to", part.To) : null,
                part is { Customers: null or [], Opportunities: null or [] } ? Validation.Invalid($"parts[{i}]", "须列出客户或商机", "it must name customers or opportunities") : null,
                CheckNames(part.Customers, HandoverShares.Customer, $"parts[{i}].customers", objects),
                CheckNames(part.Opportunities, HandoverShares.Opportunity, $"parts[{i}].opportunities", objects));
        }
        return found;
    }

    private static Refusal? CheckNames(ImmutableArray<string>? ids, string sort, string field, HashSet<(string, string)> seen)
    {
        Refusal? found = null;
        for (var k = 0; k < (ids?.Length ?? 0); k++)
        {
            var id = ids!.Value[k];
            found = Refusal.All(found,
                Validation.RequiredId($"{field}[{k}]", id),
                SubjectId.IsValid(id) && !seen.Add((sort, id)) ? ControlPoints.PartMustBeNamedOnce.RefuseField($"{field}[{k}]", $"{sort}/{id}") : null);
        }
        return found;
    }

    /// <summary>What keeps a handover from being divided as it asks, where its parts are well formed; null for nothing.</summary>
    private static Refusal? CheckParts(string id, HandOverPortfolio command, DecisionContext request, SalespersonContext context)
    {
        if (command.Parts is not { } parts)
            return null;
        Refusal? found = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, field) = (parts[i], $"parts[{i}]");
            found = Refusal.All(found,
                CheckSuccessor(id, part.To, context.Successors.GetValueOrDefault(part.To), $"{field}.to"),
                CheckSelf(part.To, request, $"{field}.to"),
                CheckInHand(id, part.Customers, HandoverShares.Customer, $"{field}.customers", context),
                CheckInHand(id, part.Opportunities, HandoverShares.Opportunity, $"{field}.opportunities", context));
        }
        return found;
    }

    private static Refusal? CheckInHand(string id, ImmutableArray<string>? names, string sort, string field, SalespersonContext context)
    {
        Refusal? found = null;
        for (var k = 0; k < (names?.Length ?? 0) && !context.NotInHand.IsEmpty; k++)
        {
            var name = $"{sort}/{names!.Value[k]}";
            if (context.NotInHand.Contains(name))
                found = Refusal.All(found, ControlPoints.PartMustBeInHand.RefuseField($"{field}[{k}]", name, id));
        }
        return found;
    }

    private static Refusal? CheckSelf(string to, DecisionContext request, string field) =>
        SubjectId.Same(to, request.Actor) && !request.Stands.HasFlag(Standing.Manager) ? ControlPoints.SuccessorMustNotBeSender.RefuseField(field) : null;

    private static Decision HandOver(string id, Salesperson current, HandOverPortfolio command, DecisionContext request, SalespersonContext context)
    {
        return Refusal.All(
                CheckSuccessor(id, command.To, context.Named),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                CheckSelf(command.To, request, "to"),
                CheckShape(command) is { } shape ? shape : CheckParts(id, command, request, context),
                current.Handover is { EndedAt: null } going ? ControlPoints.HandoverMustBeOver.Refuse(going.To) : null) is { } refusal
            ? refusal
            : Decision.Record(new HandoverBegun((current.Handover?.Number ?? 0) + 1, context.Named!.Id, command.Reason, request.Actor, command.Parts));
    }

    private static Decision Take(Salesperson current, TakeInHand command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: true } && command.Ids.Length is > 0 and <= Handover.BatchMax && (command.To is not { } to || to.Length == command.Ids.Length)
            ? Decision.Record(new HandoverTaken(command.Part, command.Ids, command.To))
            : Decision.Nothing;

    private static Decision NoteHanded(Salesperson current, NoteHandedOver command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: false, Part: { } part } handover
            ? Decision.Record(new HandoverMoved(part, command.Moved, command.NotMoved,
                handover.InHandTo.IsEmpty ? null : [.. command.Moved.Select(id => handover.ToOf(handover.InHand.IndexOf(id)))]))
            : Decision.Nothing;

    private static Decision EndHandover(Salesperson current, EndHandover command) =>
        current.Handover is { EndedAt: null, InHand.IsEmpty: true } ? Decision.Record(new HandoverEnded(command.Left)) : Decision.Nothing;

    /// <summary>What somebody who was deactivated still has; counted again where it has changed.</summary>
    private static Decision Count(Salesperson current, SalespersonContext context) =>
        current.Active || context.Portfolio is not { } count || (current.LeavingSince is null && current.Portfolio is null or { Total: 0 })
            ? Decision.Nothing
            : Decision.Record(new PortfolioCounted(count));
}
