using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.DemoLoans.DemoLoanEvent>;

namespace SalesGrid.DemoLoans;

/// <summary>The rules of loans. Pure.</summary>
public static class DemoLoanRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, DemoLoan current, DemoLoanCommand command, DecisionContext request)
    {
        if (request.Version == 0 && command is not RequestDemoLoan)
            return ControlPoints.ControlledObjectMustExist.Refuse($"demoloan/{id}");
        return command switch
        {
            RequestDemoLoan c => Request(id, c, request),
            ApproveDemoLoan => Approve(current, request),
            HandOverDemoUnit c => HandOver(current, c),
            ExtendDemoLoan c => Extend(current, c, request),
            ReturnDemoUnit c => Return(current, c),
            WriteOffDemoUnit c => WriteOff(current, c, request),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    private static Decision Request(string id, RequestDemoLoan command, DecisionContext request) => Refusal.All(
            request.Version == 0 ? null : ControlPoints.DemoLoanMustBeNew.RefuseField("id", id),
            Validation.RequiredId("customerId", command.CustomerId),
            Validation.Required("machine", command.Machine),
            command.ReturnBy < request.Today ? Validation.Invalid("returnBy", "不得早于今天", "it must be today or later") : null) is { } refusal
        ? refusal
        : Decision.Record(new DemoLoanRequested(command.CustomerId, command.Machine, command.ReturnBy, request.Actor));

    private static Decision Approve(DemoLoan current, DecisionContext request) => Refusal.All(
            CheckStatus(current, DemoLoanStatus.Requested),
            CheckDuty(request, Duties.Manager),
            CheckApart(request, current.RequestedBy)) is { } refusal
        ? refusal
        : Decision.Record(new DemoLoanApproved(request.Actor));

    private static Decision HandOver(DemoLoan current, HandOverDemoUnit command) => Refusal.All(
            CheckStatus(current, DemoLoanStatus.Approved),
            Validation.Required("serialNumber", command.SerialNumber)) is { } refusal
        ? refusal
        : Decision.Record(new DemoUnitHandedOver(command.SerialNumber));

    private static Decision Extend(DemoLoan current, ExtendDemoLoan command, DecisionContext request) => Refusal.All(
            CheckStatus(current, DemoLoanStatus.HandedOver),
            CheckDuty(request, Duties.Manager),
            command.ReturnBy <= current.ReturnBy ? Validation.Invalid("returnBy", $"须晚于 {current.ReturnBy:yyyy-MM-dd}", $"it must be after {current.ReturnBy:yyyy-MM-dd}") : null,
            Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } refusal
        ? refusal
        : Decision.Record(new DemoLoanExtended(command.ReturnBy, command.Reason, request.Actor));

    private static Decision Return(DemoLoan current, ReturnDemoUnit command) => Refusal.All(
            CheckStatus(current, DemoLoanStatus.HandedOver),
            Validation.Required("condition", command.Condition, Validation.MaxTextLength)) is { } refusal
        ? refusal
        : Decision.Record(new DemoUnitReturned(command.Condition));

    private static Decision WriteOff(DemoLoan current, WriteOffDemoUnit command, DecisionContext request) => Refusal.All(
            CheckStatus(current, DemoLoanStatus.HandedOver),
            CheckDuty(request, Duties.Finance),
            CheckApart(request, current.ApprovedBy),
            Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } refusal
        ? refusal
        : Decision.Record(new DemoUnitWrittenOff(command.Reason, request.Actor));

    private static Refusal? CheckStatus(DemoLoan current, DemoLoanStatus wanted) =>
        current.Status == wanted ? null : ControlPoints.DemoLoanMustStandThere.Refuse(current.Status, wanted).Needing(current.Status, wanted);

    private static Refusal? CheckDuty(DecisionContext request, Duties duty) =>
        request.HasAny(duty) ? null : ControlPoints.DemoLoanMustHaveDuty.Refuse().Needing(by: Who.Duty(duty));

    private static Refusal? CheckApart(DecisionContext request, string? other) =>
        request.Actor == other ? ControlPoints.DemoLoanMustBeDecidedByAnother.Refuse(other) : null;
}
