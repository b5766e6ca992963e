using System.Collections.Immutable;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Customers.CustomerEvent>;

namespace SalesGrid.Customers;

/// <summary>The rules of two customers that are one. Pure.</summary>
internal static class MergeRules
{
    /// <summary>Decides what concerns a merge; null for a command that does not.</summary>
    public static Decision? Decide(string id, Customer current, CustomerCommand command, DecisionContext request, CustomerContext context) => command switch
    {
        MergeCustomer c => Begin(id, current, c, request, context),
        AbsorbCustomer or FollowParent or NoteAbsorbed or TakeToMerge or NoteMerged or EndMerge => Step(id, current, command),
        // What others tell it is told the alias as well.
        NoteDeal or LeaveParent => default(Decision?),
        _ => current.File?.Merge is { } merge ? Decision.Reject(ControlPoints.CustomerMustNotBeMerged.Refuse(id, merge.Into)) : default(Decision?),
    };

    private static Decision Step(string id, Customer current, CustomerCommand command) => command switch
    {
        AbsorbCustomer c => Absorb(current, c),
        FollowParent c when current.Profile!.Parent == c.From && c.To != id => Decision.Record(new CustomerAmended(current.Profile with { Parent = c.To })),
        NoteAbsorbed when current.File?.Merge is { Absorbed: false } => Decision.Record(new MergeAbsorbed()),
        TakeToMerge { Ids.Length: > 0 and <= Handover.BatchMax } c when current.File?.Merge?.Steps is { EndedAt: null, InHand.IsEmpty: true } => Decision.Record(new MergeTaken(c.Part, c.Ids)),
        NoteMerged c when current.File?.Merge?.Steps is { EndedAt: null, InHand.IsEmpty: false, Part: { } part } => Decision.Record(new MergeMoved(part, c.Moved, c.NotMoved)),
        EndMerge when current.File?.Merge is { Absorbed: true, Steps: { EndedAt: null, InHand.IsEmpty: true } } => Decision.Record(new MergeEnded()),
        _ => Decision.Nothing,
    };

    private static Decision Begin(string id, Customer current, MergeCustomer command, DecisionContext request, CustomerContext context)
    {
        if (Refusal.All(
                Validation.RequiredId("into", command.Into),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                command.Into == id ? ControlPoints.SurvivorMustBeAnother.RefuseField("into") : null) is { } malformed)
            return malformed;
        if (context.Survivor is not { } survivor)
            return ControlPoints.CustomerMustExist.RefuseField("into", command.Into);
        if (current.File?.Merge is { } begun)
        {
            return begun.Into != survivor.Id ? ControlPoints.CustomerMustNotBeMerged.Refuse(id, begun.Into)
                : begun.Steps.EndedAt is null ? Decision.Nothing
                : Decision.Record(new CustomerMergeBegun(begun.Steps.Number + 1, survivor.Id, command.Reason, request.Actor, begun.OwnerId));
        }
        var (owner, theirs) = (current.OwnerId, survivor.File?.OwnerId);
        var credit = current.File?.Credit;
        var documents = context.Documents.Where(d => d.Count > 0).Select(d => $"{d.Part} {d.Count}").ToArray();
        return Refusal.All(
                survivor.MergedInto is not null ? ControlPoints.MergesMustNotChain.RefuseField("into", survivor.Id) : null,
                current.File?.MergedFrom.IsEmpty == false ? ControlPoints.MergesMustNotChain.Refuse(id) : null,
                owner is not null && !SubjectId.Same(owner, theirs) ? ControlPoints.OwnersMustAgree.RefuseField("into", owner, theirs ?? "-") : null,
                current.Profile!.CreditCode is { } code && survivor.Profile.CreditCode is { } other && code != other ? ControlPoints.IdentitiesMustAgree.RefuseField("into") : null,
                context.Above.Contains(id) ? ControlPoints.SurvivorMustNotStandBelow.RefuseField("into", id, survivor.Id) : null,
                context.Granted.CountOf(CreditAccount.Name) > 0 || (credit is { Line: { } line, Suspended: null } && line.ValidUntil >= request.Today) ? ControlPoints.CreditMustBeDecidedOnce.Refuse() : null,
                documents.Length > 0 ? ControlPoints.DocumentsMustBeEnded.Refuse(string.Join("、", documents), string.Join(", ", documents)) : null,
                survivor.MergedFrom.Length >= CustomerMerge.FromMax || (survivor.File?.ContactCount ?? 0) + (current.File?.Contacts.Length ?? 0) > PutContact.ContactsMax
                    ? ControlPoints.MergedMustBeFew.RefuseField("into", CustomerMerge.FromMax, PutContact.ContactsMax) : null) is { } refusal
            ? refusal
            : Decision.Record(new CustomerMergeBegun(1, survivor.Id, command.Reason, request.Actor, owner));
    }

    private static Decision Absorb(Customer current, AbsorbCustomer command)
    {
        if (current.File?.MergedFrom.Contains(command.From) == true)
            return Decision.Nothing;
        var known = current.File?.Contacts ?? [];
        // Two persons may have the same id with two customers.
        var contacts = command.Contacts.Select(c => known.Any(k => k.Id == c.Id) ? c with { Id = FreeId(c.Id, known, command.From) } : c);
        return Decision.Record(new CustomerAbsorbed(command.From, [.. contacts], current.Profile!.CreditCode is null ? command.CreditCode : null, command.File));
    }

    private static string FreeId(string id, ImmutableArray<Contact> known, string from)
    {
        var free = $"{id}@{from}";
        free = free.Length <= SubjectId.MaxIdLength ? free : free[..SubjectId.MaxIdLength];
        for (var i = 2; known.Any(k => k.Id == free); i++)
            free = $"{free[..Math.Min(free.Length, SubjectId.MaxIdLength - 4)]}.{i}";
        return free;
    }
}
