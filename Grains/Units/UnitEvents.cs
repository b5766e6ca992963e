using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Units;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a unit, or to the tree that the company keeps.</summary>
public abstract record UnitEvent : SubjectEvent;

/// <summary>At the company: the tree has a unit as it now is.</summary>
/// <param name="Unit">All of it.</param>
/// <param name="What">What changed.</param>
/// <param name="By">Who changed it.</param>
/// <param name="AtOnce">True where the unit is to be told at once, since it has not asked for it itself.</param>
public sealed record TreeChanged(UnitEntry Unit, UnitChange What, string By, bool? AtOnce = null) : UnitEvent;

/// <summary>At the company: several moves were ordered as one. Changes of units are in the entries before it.</summary>
/// <param name="People">Who was put where.</param>
/// <param name="From">Their first day there; null for at once.</param>
/// <param name="Units">How many changes of units came with it.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ordered it.</param>
public sealed record Reorganised(ImmutableArray<PersonPlaced> People, DateOnly? From, int Units, string Reason, string By) : UnitEvent;

/// <summary>Somebody who was put into a unit.</summary>
public sealed record PersonPlaced(string Person, string Unit);

/// <summary>At the company: people have recorded where they were put.</summary>
public sealed record PlacingsKnown(ImmutableArray<KnownPlacing> People) : UnitEvent;

/// <summary>At the company: units that know how the tree has them.</summary>
public sealed record TreeTold(ImmutableArray<ToldUnit> Units) : UnitEvent;

/// <summary>At a unit: it is as the tree has it.</summary>
/// <param name="Unit">All of it.</param>
/// <param name="What">What changed.</param>
/// <param name="By">Who changed it.</param>
public sealed record UnitChanged(UnitEntry Unit, UnitChange What, string By) : UnitEvent;

/// <summary>At a unit: nobody is put into it any more, and the tree is asked to close it.</summary>
public sealed record UnitClosing(string By) : UnitEvent;

/// <summary>At a unit: it stays open, since something came to lie in it before the tree could close it.</summary>
public sealed record UnitKeptOpen(string ControlPoint) : UnitEvent;
