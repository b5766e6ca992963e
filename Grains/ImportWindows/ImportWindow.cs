using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

/// <summary>The state of the import windows: the one opened last, or none.</summary>
[GenerateSerializer, Immutable, Alias("sg.ImportWindow")]
public sealed record ImportWindow([property: Id(0)] GrantedWindow? Last)
{
    /// <summary>No window was ever opened.</summary>
    public static ImportWindow None { get; } = new((GrantedWindow?)null);

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public ImportWindow Evolve(ImportWindowEvent happened, DateTimeOffset at) => happened switch
    {
        ImportWindowOpened e => new(new GrantedWindow(e.By, at, e.Until, e.Reason)),
        ImportWindowClosed e => new(Last! with { ClosedBy = e.By, ClosedAt = at, CloseReason = e.Reason }),
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The windows as seen from outside; null while none was ever opened.</summary>
    public static ImportWindowView? View(string id, SubjectRecord<ImportWindow> record) =>
        record.State.Last is { } last ? new(id, record.Version, last) : null;
}
