namespace SalesGrid.Processes;

/// <summary>What can be asked of a sales process. All of it asks for <see cref="Duties.ProcessOwner"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProcessCommand")]
public abstract record ProcessCommand : Command;

/// <summary>Puts forward the next version of a process, or replaces the draft that is open; whoever does becomes one of its authors.</summary>
/// <param name="Definition">The process. Its version is 0 or the number the draft has: the grid counts, without gaps.</param>
[GenerateSerializer, Immutable, Alias("sg.DraftProcess")]
[SentBy(Duties.ProcessOwner, nameof(ControlPoints.ProcessOwnerMustAct))]
public sealed record DraftProcess([property: Id(0)] ProcessDefinition Definition) : ProcessCommand;

/// <summary>Makes the open draft a version, which never changes again. Not for its authors, administrators included.</summary>
/// <param name="Version">Number of the draft.</param>
/// <param name="EffectiveFrom">First day new opportunities meet it, today or later.</param>
/// <param name="Revision">The revision of the draft the approver read; null when they rely on the expected version of the object.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproveProcess")]
[SentBy(Duties.ProcessOwner, nameof(ControlPoints.ProcessOwnerMustAct))]
public sealed record ApproveProcess(
    [property: Id(0)] int Version,
    [property: Id(1)] DateOnly EffectiveFrom,
    [property: Id(2)] int? Revision = null) : ProcessCommand;

/// <summary>Drops the open draft; its number is given to the next one. An author withdraws a draft in this way.</summary>
/// <param name="Version">Number of the draft.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RejectProcess")]
[SentBy(Duties.ProcessOwner, nameof(ControlPoints.ProcessOwnerMustAct))]
public sealed record RejectProcess([property: Id(0)] int Version, [property: Id(1)] string Reason) : ProcessCommand;

/// <summary>Ends a process for new opportunities; running ones go on under it.</summary>
/// <param name="From">First day without new opportunities, today or later; null takes a retirement back.</param>
[GenerateSerializer, Immutable, Alias("sg.RetireProcess")]
[SentBy(Duties.ProcessOwner, nameof(ControlPoints.ProcessOwnerMustAct))]
public sealed record RetireProcess([property: Id(0)] DateOnly? From) : ProcessCommand;

/// <summary>Puts a version the product ships in force from a day on.</summary>
/// <param name="Version">Number of the shipped version.</param>
/// <param name="EffectiveFrom">First day new opportunities meet it, today or later.</param>
[GenerateSerializer, Immutable, Alias("sg.AdoptShippedProcess")]
[SentBy(Duties.ProcessOwner, nameof(ControlPoints.ProcessOwnerMustAct))]
public sealed record AdoptShippedProcess([property: Id(0)] int Version, [property: Id(1)] DateOnly EffectiveFrom) : ProcessCommand;
