using System.Collections.Immutable;

namespace SalesGrid.Units;

/// <summary>
/// Carries out several moves of people and units, and changes of heads, as one: all of them or none, in one record of the company. Sent to
/// the company. Each move meets the rules it would meet alone, in the state that the moves before it leave.
/// </summary>
/// <param name="Moves">The moves in their order, 1 to 200, at most 100 of them with a parent.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="EffectiveOn">First day of all of them, today to 5 years ahead; null for today.</param>
[GenerateSerializer, Immutable, Alias("sg.Reorganise")]
[SentBy(Duties.People)]
public sealed record Reorganise(
    [property: Id(0)] ImmutableArray<ReorganisationMove> Moves,
    [property: Id(1)] string Reason,
    [property: Id(2)] DateOnly? EffectiveOn = null) : UnitCommand
{
    /// <summary>Most moves.</summary>
    public const int MovesMax = 200;

    /// <summary>Most units that get another parent.</summary>
    public const int ParentsMax = 100;
}

/// <summary>
/// One move: of a person into a unit (<c>person, unit</c>), of a unit into another one (<c>unit, parent</c>), of the lead of a unit to
/// somebody (<c>unit, headId</c>) or to nobody (<c>unit, vacant</c>).
/// </summary>
/// <param name="Unit">The unit the person is to be in; without a person the unit that changes.</param>
/// <param name="Person">Salesperson who is to be in the unit; active, and not the sender.</param>
/// <param name="Parent">The unit that the unit is to lie in.</param>
/// <param name="HeadId">Salesperson who is to lead the unit; active, and not the sender.</param>
/// <param name="Vacant">True where nobody is to lead it.</param>
[GenerateSerializer, Immutable, Alias("sg.ReorganisationMove")]
public sealed record ReorganisationMove(
    [property: Id(0)] string Unit,
    [property: Id(1)] string? Person = null,
    [property: Id(2)] string? Parent = null,
    [property: Id(3)] string? HeadId = null,
    [property: Id(4)] bool Vacant = false);

/// <summary>People who know where a reorganisation has put them. Sent by the grid to the company.</summary>
/// <param name="People">Them, each with the number of the placing they know.</param>
[GenerateSerializer, Immutable, Alias("sg.NotePlaced")]
[SentBy(Duties.Grid)]
public sealed record NotePlaced([property: Id(0)] ImmutableArray<KnownPlacing> People) : UnitCommand;

/// <summary>Somebody who knows where a reorganisation has put them.</summary>
[GenerateSerializer, Immutable, Alias("sg.KnownPlacing")]
public readonly record struct KnownPlacing([property: Id(0)] string Person, [property: Id(1)] int Number);

/// <summary>
/// Where a reorganisation has put somebody who may not have recorded it yet. It holds from the moment it was decided: whoever looks at the
/// person sees it.
/// </summary>
/// <param name="Person">The person.</param>
/// <param name="Unit">The unit.</param>
/// <param name="From">First day; null for at once.</param>
/// <param name="Number">The version of the tree it came with: a greater one is a later placing.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="At">When it was decided.</param>
[GenerateSerializer, Immutable, Alias("sg.PlacedPerson")]
public sealed record PlacedPerson(
    [property: Id(0)] string Person, [property: Id(1)] string Unit, [property: Id(2)] DateOnly? From, [property: Id(3)] int Number, [property: Id(4)] string By,
    [property: Id(5)] DateTimeOffset At);

/// <summary>What a reorganisation would do.</summary>
/// <param name="On">The day it is looked at: its first.</param>
/// <param name="Refusal">Why it could not be carried out, with everything that stands in its way; null where it could.</param>
/// <param name="Before">The tree without it.</param>
/// <param name="After">The tree with those of its moves that could be carried out.</param>
[GenerateSerializer, Immutable, Alias("sg.ReorganisationPreview")]
public sealed record ReorganisationPreview(
    [property: Id(0)] DateOnly On, [property: Id(1)] Refusal? Refusal, [property: Id(2)] UnitTree Before, [property: Id(3)] UnitTree After);
