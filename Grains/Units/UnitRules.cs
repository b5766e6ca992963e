using SalesGrid.Reservations;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Units.UnitEvent>;

namespace SalesGrid.Units;

/// <summary>What the rules of a unit must know beside its state.</summary>
public sealed record UnitContext
{
    /// <summary>Nothing of it.</summary>
    public static UnitContext None { get; } = new();

    /// <summary>What is known of people, for a change of the tree.</summary>
    public TreeFacts Facts { get; init; }

    /// <summary>What is known of people, for a reorganisation.</summary>
    public ReorganisationFacts People { get; init; } = new();

    /// <summary>Why the company does not change the tree as the command asks; null where it does, or would.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>The unit as the tree has it since the company changed it; null where it was only asked whether it would.</summary>
    public UnitEntry? Entry { get; init; }

    /// <summary>How many people are in the unit, or are to be.</summary>
    public int Members { get; init; }
}

/// <summary>The rules of a unit and of the company. Pure: the same arguments always give the same answer.</summary>
public static class UnitRules
{
    /// <summary>Decides a command.</summary>
    /// <param name="id">Id of the unit.</param>
    /// <param name="current">The state.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">What it must know of others.</param>
    public static Decision Decide(string id, Unit current, UnitCommand command, DecisionContext request, UnitContext context) =>
        id == UnitCommand.Company
            ? AtCompany(current, command, request, context)
            : AtUnit(id, current, command, request, context);

    /// <summary>What of the tree a command of a person asks to change; null for any other command.</summary>
    public static ChangeTree? ChangeOf(string id, UnitCommand command) => command switch
    {
        CreateUnit c => new(id, UnitChange.Created, c.Name, c.Kind, c.Parent, HeadId: c.HeadId),
        RenameUnit c => new(id, UnitChange.Renamed, c.Name),
        MoveUnit c => new(id, UnitChange.Moved, Parent: c.Parent, From: c.From),
        SetUnitHead c => new(id, UnitChange.HeadSet, HeadId: c.HeadId),
        CloseUnit => new(id, UnitChange.Closed),
        _ => null,
    };

    /// <summary>Why a unit does not let the company be asked for what a command wants; null where it does.</summary>
    public static Refusal? WhyNotAsked(string id, Unit current, UnitCommand command) => command switch
    {
        CreateUnit => current.Entry is null && !SubjectId.Same(id, UnitCommand.Company) ? null : ControlPoints.UnitMustBeNew.Refuse(id),
        _ when current.Entry is null => ControlPoints.UnitMustExist.Refuse(id),
        RenameUnit or MoveUnit or SetUnitHead when current.ClosingSince is not null => ControlPoints.UnitMustBeOpen.Refuse(id),
        _ => null,
    };

    /// <summary>Whether somebody may be put into a unit.</summary>
    public static Refusal? Admit(string id, Unit state, TakeReservation wanted, GrantedReservations granted, DecisionContext request) =>
        wanted.Account != UnitAccounts.Member ? ControlPoints.ReservationMustHaveAccount.Refuse($"unit/{id}", wanted.Account)
        : id == UnitCommand.Company || state.IsOpen ? null
        : ControlPoints.PersonsUnitMustBeOpen.Refuse(id);

    private static Decision AtUnit(string id, Unit current, UnitCommand command, DecisionContext request, UnitContext context)
    {
        switch (command)
        {
            case NoteUnit c:
                return current.Entry is { } known && known.Revision >= c.Unit.Revision
                    ? Decision.Nothing
                    : Decision.Record(new UnitChanged(c.Unit, c.What, c.Unit.Closed ? current.ClosingBy ?? request.Actor : request.Actor));
            case KeepUnitOpen c:
                return current.ClosingSince is null ? Decision.Nothing : Decision.Record(new UnitKeptOpen(c.ControlPoint));
            case Reorganise:
                return ControlPoints.ReorganisationMustBeOfCompany.Refuse($"unit/{id}");
            case ChangeTree or SettleMoves or NoteTold or NotePlaced:
                return ControlPoints.CommandMustFitObject.Refuse($"unit/{id}", command.GetType().Name);
        }
        if (WhyNotAsked(id, current, command) is { } unfit)
            return unfit;
        if (command is CloseUnit)
        {
            return current.Entry!.Closed || current.ClosingSince is not null ? Decision.Nothing
                : Refusal.All(
                    context.Members > 0 ? ControlPoints.UnitMustBeEmpty.Refuse(id, context.Members, 0).Needing(context.Members, 0) : null,
                    context.Refused) is { } refusal ? refusal
                : Decision.Record(new UnitClosing(request.Actor));
        }
        return context.Refused is { } refused ? refused
            : context.Entry is not { } entry || entry == current.Entry ? Decision.Nothing
            : Decision.Record(new UnitChanged(entry, ChangeOf(id, command)!.What, request.Actor));
    }

    private static Decision ReorganiseTree(UnitTree tree, Reorganise command, DecisionContext request, UnitContext context)
    {
        var outcome = ReorganisationRules.Decide(tree, command, request, context.People);
        return outcome.Refusal is { } refusal ? refusal
            : outcome is { Changes: [], People: [] } ? Decision.Nothing
            : Decision.Record([.. outcome.Changes, new Reorganised(outcome.People, outcome.From, outcome.Changes.Length, command.Reason, request.Actor)]);
    }

    private static Decision AtCompany(Unit current, UnitCommand command, DecisionContext request, UnitContext context)
    {
        var tree = current.Tree();
        switch (command)
        {
            case CreateUnit:
                return ControlPoints.UnitMustBeNew.Refuse(UnitCommand.Company);
            case SettleMoves:
                UnitEntry[] due = [.. tree.Units.Where(u => u.IsDue(request.Today))];
                return Decision.Record([.. due.Select(u => new TreeChanged(u.On(request.Today) with { Revision = u.Revision + 1 }, UnitChange.MoveSettled, request.Actor))]);
            case Reorganise c:
                return ReorganiseTree(tree, c, request, context);
            case NotePlaced c:
                return current.Placed.Any(p => c.People.Any(k => k.Person == p.Person && k.Number >= p.Number)) ? Decision.Record(new PlacingsKnown(c.People)) : Decision.Nothing;
            case NoteTold c:
                return current.Untold.Any(u => c.Units.Any(t => t.Unit == u.Unit && t.Revision >= u.Revision)) ? Decision.Record(new TreeTold(c.Units)) : Decision.Nothing;
            case NoteUnit or KeepUnitOpen:
                return ControlPoints.CommandMustFitObject.Refuse(UnitCommand.CompanySubject, command.GetType().Name);
        }
        var change = command as ChangeTree ?? ChangeOf(UnitCommand.Company, command)!;
        var (unit, refusal) = TreeRules.Decide(tree, change, request, context.Facts);
        return refusal is not null ? refusal
            : unit == tree.Find(change.Unit) ? Decision.Nothing
            : Decision.Record(new TreeChanged(unit!, change.What, request.Actor));
    }
}

/// <summary>Accounts of a unit.</summary>
public static class UnitAccounts
{
    /// <summary>A place for one salesperson: a unit with any is not closed.</summary>
    public const string Member = "member";
}
