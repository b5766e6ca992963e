using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Gateway.Masks;

namespace SalesGrid.Gateway.Decisions;

/// <summary>What was decided, and on what.</summary>
/// <param name="Kept">False for what was decided before receipts were kept: then only what the ledger says anyway is here.</param>
/// <param name="Subject">The object, <c>kind/id</c>.</param>
/// <param name="Before">The object's version the rules were shown; 0 for an object there was not.</param>
/// <param name="After">Its version afterwards; the same where the command was refused.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Today">The business day then.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="CommandId">The command's id.</param>
/// <param name="Command">The command's type; null where no receipt was kept.</param>
/// <param name="Content">The command as the rules read it, but for fields that are masked for the caller; null where it was not kept, or the caller may not read it.</param>
/// <param name="Duties">What the sender answered for.</param>
/// <param name="Units">The units their duties were limited to; empty for the whole company.</param>
/// <param name="Standing">How the sender stood towards the object, where that and no duty was why they might.</param>
/// <param name="ByMachine">True where a program sent it.</param>
/// <param name="Rules">The version of the rules; null where no receipt was kept.</param>
/// <param name="Allowed">True where it was carried out.</param>
/// <param name="RefusedBy">The control point that refused it.</param>
/// <param name="Missing">Everything it lacked.</param>
/// <param name="ControlPoints">What became of each control point that can refuse the command.</param>
/// <param name="Inputs">The other objects the rules were shown, with their versions.</param>
/// <param name="Values">What the rules were shown that no object says.</param>
/// <param name="Granted">Objects that granted reservations for it, with their version since.</param>
/// <param name="Hidden">How many inputs the caller may not read: nothing is said of them.</param>
/// <param name="MoreInputs">True where the rules were shown more than is kept.</param>
/// <param name="Events">What the command recorded.</param>
public sealed record DecisionAnswer(
    bool Kept, string Subject, int Before, int After, DateTimeOffset At, DateOnly Today, string Actor, string CommandId, string? Command, KeptJson? Content,
    ImmutableArray<string> Duties, ImmutableArray<string> Units, ImmutableArray<string> Standing, bool ByMachine, string? Rules, bool Allowed, string? RefusedBy,
    ImmutableArray<MissingItem> Missing, ImmutableArray<PointDecided> ControlPoints, ImmutableArray<InputVersion> Inputs, IReadOnlyDictionary<string, JsonElement> Values,
    ImmutableArray<InputVersion> Granted, int Hidden, bool MoreInputs, ImmutableArray<DecisionEvent> Events)
{
    /// <summary>For whom the sender stood so, by a delegation; null where they did themselves, or a duty was why they might.</summary>
    public string? StandsFor { get; init; }
}

/// <summary>An event of a decision.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Data">The event, but for fields that are masked for the caller; null where the caller may not read it.</param>
public sealed record DecisionEvent(string Type, KeptJson? Data);

/// <summary>What the rules answer when they are asked again.</summary>
/// <param name="Outcome">Whether it is the same answer, another one, or cannot be found out.</param>
/// <param name="RulesThen">The version of the rules then; null where no receipt was kept.</param>
/// <param name="RulesNow">The version of the rules now.</param>
/// <param name="RulesChanged">True where the rules are others now. They were asked all the same.</param>
/// <param name="Reason">Why it cannot be found out.</param>
/// <param name="Then">What was answered then.</param>
/// <param name="Now">What is answered now; null where it cannot be found out.</param>
public sealed record RecomputeAnswer(
    RecomputeOutcome Outcome, string? RulesThen, string RulesNow, bool RulesChanged, LocalText? Reason, DecidedAnswer Then, DecidedAnswer? Now);

/// <summary>An answer of the rules.</summary>
/// <param name="RefusedBy">The control point that refused; null where the command was allowed.</param>
/// <param name="Events">What follows where it was allowed.</param>
public sealed record DecidedAnswer(string? RefusedBy, ImmutableArray<DecisionEvent> Events);
