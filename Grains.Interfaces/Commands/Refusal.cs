namespace SalesGrid;

/// <summary>A text in both of the product's languages.</summary>
/// <param name="Zh">Simplified Chinese, the product's first language.</param>
/// <param name="En">English.</param>
[GenerateSerializer, Immutable, Alias("sg.LocalText")]
public sealed record LocalText([property: Id(0)] string Zh, [property: Id(1)] string En);

/// <summary>A command that a rule forbids: an expected answer, never an exception.</summary>
/// <param name="ControlPoint">The rule's fixed id, e.g. <c>CP-STAGE-02</c>; see <see cref="ControlPoints"/>.</param>
/// <param name="Kind">What sort of answer it is; the gateway maps it to an HTTP status.</param>
/// <param name="Reason">Why, with the facts of this case.</param>
/// <param name="Remedy">What would satisfy the rule.</param>
/// <param name="Field">The field of the command at fault, in camel case; null when it is not one field.</param>
[GenerateSerializer, Immutable, Alias("sg.Refusal")]
public sealed record Refusal(
    [property: Id(0)] string ControlPoint,
    [property: Id(1)] RefusalKind Kind,
    [property: Id(2)] LocalText Reason,
    [property: Id(3)] LocalText Remedy,
    [property: Id(4)] string? Field = null);

/// <summary>Sorts of refusal. Numbers are fixed: they cross process boundaries.</summary>
public enum RefusalKind
{
    /// <summary>The command is malformed.</summary>
    Invalid = 1,

    /// <summary>The object does not exist.</summary>
    NotFound = 2,

    /// <summary>The object, or its id, is in the way.</summary>
    Conflict = 3,

    /// <summary>The object has moved on since the caller looked.</summary>
    Stale = 4,

    /// <summary>A control forbids it as things stand.</summary>
    Rule = 5,

    /// <summary>Too large.</summary>
    TooLarge = 6,

    /// <summary>The grid is full just now; the same command may be sent again.</summary>
    Busy = 7,
}
