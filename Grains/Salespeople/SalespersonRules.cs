using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Salespeople.SalespersonEvent>;

namespace SalesGrid.Salespeople;

/// <summary>The rules of a salesperson. Pure: the same arguments always give the same answer.</summary>
public static partial class SalespersonRules
{
    /// <summary>Decides a command.</summary>
    /// <param name="id">The salesperson's id.</param>
    /// <param name="current">The state.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">What it must know of others.</param>
    public static Decision Decide(string id, Salesperson current, SalespersonCommand command, DecisionContext request, SalespersonContext context) => command switch
    {
        RegisterSalesperson when current.Name is not null => ControlPoints.SalespersonMustBeNew.Refuse(id),
        RegisterSalesperson c => Register(id, c, request, context),
        _ when current.Name is null => ControlPoints.SalespersonMustExist.Refuse(id),
        DeactivateSalesperson => current.Active ? Decision.Record(new SalespersonDeactivated(HasPortfolio: true)) : Decision.Nothing,
        ReactivateSalesperson c => Reactivate(current, c, request, context),
        RenameSalesperson c => Rename(current, c, request),
        HandOverPortfolio c => HandOver(id, current, c, request, context),
        TakeInHand c => Take(current, c),
        NoteHandedOver c => NoteHanded(current, c),
        EndHandover c => EndHandover(current, c),
        CountPortfolio => Count(current, context),
        TakePlannedPlace => TakePlanned(current, request, context),
        TakeOrderedPlace c => TakeOrdered(current, c, request, context),
        RenewBudget => Renew(current, request),
        CloseBudget => Close(current, request),
        EndDelegation c => End(id, current, c, request),
        RecordConduct c => Record(id, c, request),
        NoteTarget c => Note(current, c, request),
        CheckCoverage => Cover(id, current, request, context),
        DropQualification c => Drop(id, current, c, request),
        _ when !current.Active => ControlPoints.SalespersonMustBeActive.Refuse(id),
        MoveSalesperson c => Move(id, current, c, request, context),
        GrantAuthority c => Grant(id, c, request, context, current),
        RequireQualification c => Require(current, c, request),
        PassQualification c => Pass(id, current, c, request),
        DelegateAuthority c => Delegate(id, current, c, request, context),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static bool? Knows(SalespersonContext context) => context.Above.IsEmpty ? null : true;

    private static Refusal? Check(string id, Placing place, SalespersonContext context) => Refusal.All(
        Validation.Required("team", place.Team),
        Validation.Required("region", place.Region),
        Validation.Optional("manager", place.Manager),
        SubjectId.Same(place.Manager, id) ? ControlPoints.ManagerMustBeAnother.RefuseField("manager") : null,
        context.Above.Contains(id) ? ControlPoints.ManagersMustNotCircle.RefuseField("manager", place.Manager, id) : null,
        context.Above.Length >= SalespersonContext.LevelsMax
            ? ControlPoints.ManagersMustBeFew.RefuseField("manager", place.Manager, SalespersonContext.LevelsMax)
            : null);
}
