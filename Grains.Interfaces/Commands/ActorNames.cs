using System.Collections.Immutable;

namespace SalesGrid;

/// <summary>Names commands are recorded under that nobody else may have.</summary>
public static class ActorNames
{
    /// <summary>The administrator of a gateway's configuration.</summary>
    public const string Administrator = "admin";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> Reserved { get; } = [Envelope.GridActor, Administrator];

    /// <summary>True for one of them, however it is written.</summary>
    public static bool IsReserved(string name) => Reserved.Any(reserved => IdentityText.Same(reserved, name));
}
