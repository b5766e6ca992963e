namespace SalesGrid.ImportWindows;

/// <summary>What can be asked of the import windows: the times in which history may be brought in. There is one object, <c>importwindow/company</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.ImportWindowCommand")]
public abstract record ImportWindowCommand : Command
{
    /// <summary>Id of the company's windows.</summary>
    public const string Company = "company";

    /// <summary>The windows, <c>kind/id</c>.</summary>
    public const string Subject = "importwindow/" + Company;
}

/// <summary>
/// Opens an import window (数据导入窗口): until its end, whoever has the duty of importing may bring in history, but for who opened it.
/// For internal control; one window at a time.
/// </summary>
/// <param name="Until">When it ends by itself: in the future, at most 30 days ahead.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.OpenImportWindow")]
[SentBy(Duties.Controller)]
public sealed record OpenImportWindow([property: Id(0)] DateTimeOffset Until, [property: Id(1)] string Reason) : ImportWindowCommand;

/// <summary>Closes the window that is open. For internal control, also where another of them opened it.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.CloseImportWindow")]
[SentBy(Duties.Controller)]
public sealed record CloseImportWindow([property: Id(0)] string Reason) : ImportWindowCommand;

/// <summary>A window as it was opened, and how it was closed.</summary>
/// <param name="OpenedBy">Who opened it.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Reason">Why it was opened.</param>
/// <param name="ClosedBy">Who closed it before that; null when nobody did.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="CloseReason">Why.</param>
[GenerateSerializer, Immutable, Alias("sg.GrantedWindow")]
public sealed record GrantedWindow(
    [property: Id(0)] string OpenedBy,
    [property: Id(1)] DateTimeOffset OpenedAt,
    [property: Id(2)] DateTimeOffset Until,
    [property: Id(3)] string Reason,
    [property: Id(4)] string? ClosedBy = null,
    [property: Id(5)] DateTimeOffset? ClosedAt = null,
    [property: Id(6)] string? CloseReason = null)
{
    /// <summary>Longest a window can be opened for.</summary>
    public static readonly TimeSpan OpenForMost = TimeSpan.FromDays(30);

    /// <summary>True from its opening until it is closed or its end has come.</summary>
    public bool IsOpenAt(DateTimeOffset now) => ClosedAt is null && now < Until;
}

/// <summary>The import windows as seen from outside.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Last">The window opened last; the earlier ones are in the history.</param>
[GenerateSerializer, Immutable, Alias("sg.ImportWindowView")]
public sealed record ImportWindowView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] GrantedWindow Last);
