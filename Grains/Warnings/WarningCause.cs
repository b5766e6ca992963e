namespace SalesGrid.Warnings;

/// <summary>
/// A warning that will be due at a moment unless the object changes first. An object's causes follow from its state alone, so
/// that its next moment can be known without looking at it again.
/// </summary>
/// <param name="Code">The criterion's code.</param>
/// <param name="Occasion">
/// What tells this occasion from another of the same criterion, e.g. the stage and when it was entered: one occasion warns
/// once.
/// </param>
/// <param name="At">When it is due; a moment in the past is due at once.</param>
/// <param name="Text">What the warning says, with the facts of the case.</param>
/// <param name="Owner">The salesperson concerned; null for none.</param>
/// <param name="Manager">Their manager; null when not known.</param>
public readonly record struct WarningCause(
    string Code,
    string Occasion,
    DateTimeOffset At,
    LocalText Text,
    string? Owner = null,
    string? Manager = null)
{
    /// <summary>The id its warning has.</summary>
    public string Id => $"{Code}:{Occasion}";
}

/// <summary>A command an object will be sent by the grid at a moment unless it changes first.</summary>
/// <param name="At">When.</param>
/// <param name="Command">The command; it meets the same rules as any.</param>
public readonly record struct Timed(DateTimeOffset At, Command Command);
