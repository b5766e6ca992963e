using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.ImportWindows.ImportWindowEvent>;

namespace SalesGrid.ImportWindows;

/// <summary>The rules of import windows. Pure.</summary>
public static class ImportWindowRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, ImportWindow current, ImportWindowCommand command, DecisionContext request)
    {
        if (id != ImportWindowCommand.Company)
            return Validation.Invalid("id", $"导入窗口编号为 {ImportWindowCommand.Company}", $"the id of the import windows is {ImportWindowCommand.Company}");
        var open = current.Last is { } last && last.IsOpenAt(request.At) ? last : null;
        return command switch
        {
            OpenImportWindow c => Open(open, c, request),
            CloseImportWindow c => Close(open, c, request),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    /// <summary>Why somebody may not bring anything in; null when they may.</summary>
    /// <param name="last">The window opened last; null for none.</param>
    /// <param name="importer">Who brings it in.</param>
    /// <param name="now">When.</param>
    public static Refusal? WhyNoImport(GrantedWindow? last, string importer, DateTimeOffset now) =>
        last is null || !last.IsOpenAt(now) ? ControlPoints.ImportMustHaveWindow.Refuse()
            : SubjectId.Same(last.OpenedBy, importer) ? ControlPoints.ImporterMustNotHaveOpenedWindow.Refuse(importer)
            : null;

    private static Decision Open(GrantedWindow? open, OpenImportWindow command, DecisionContext request)
    {
        var latest = request.At + GrantedWindow.OpenForMost;
        return Refusal.All(
                open is null ? null : ControlPoints.ImportWindowMustBeAlone.Refuse(open.OpenedBy, $"{open.Until:u}"),
                command.Until <= request.At || command.Until > latest ? ControlPoints.ImportWindowMustEndSoon.RefuseField("until", $"{latest:u}") : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } refusal
            ? refusal
            : Decision.Record(new ImportWindowOpened(command.Until, command.Reason, request.Actor));
    }

    private static Decision Close(GrantedWindow? open, CloseImportWindow command, DecisionContext request) =>
        Refusal.All(
                open is null ? ControlPoints.ImportWindowMustBeOpen.Refuse() : null,
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } refusal
            ? refusal
            : Decision.Record(new ImportWindowClosed(command.Reason, request.Actor));
}
