using System.Collections.Immutable;

namespace SalesGrid;

/// <summary>What a command would be answered if it were sent now. Asking leaves no trace.</summary>
/// <param name="Version">The object's version; 0 when it does not exist.</param>
/// <param name="Refusal">Everything that is missing; null when the command would be accepted.</param>
/// <param name="Uses">The control points that overrides lying ready would lift; carrying the command out would use those overrides up.</param>
[GenerateSerializer, Immutable, Alias("sg.Verdict")]
public sealed record Verdict(
    [property: Id(0)] int Version,
    [property: Id(1)] Refusal? Refusal,
    [property: Id(2)] ImmutableArray<string> Uses)
{
    /// <summary>The objects the answer rests on, with their versions; empty for whoever is not the grid.</summary>
    [Id(3)] public ImmutableArray<Decisions.InputVersion> Inputs { get; init; } = [];

    /// <summary>True when the command would be accepted.</summary>
    public bool Can => Refusal is null;
}
