namespace SalesGrid;

/// <summary>
/// A command that names other objects. Whoever may not read everybody's names only what they may read: of anything else they are told
/// that it is not there, as where they ask for it.
/// </summary>
/// <remarks>People are no such objects: colleagues are named by everybody. Nor is what an import names, which is brought in for others.</remarks>
public interface IRefersTo
{
    /// <summary>The objects it names.</summary>
    IEnumerable<ObjectReference> References();
}

/// <summary>An object a command names.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id; null where the command names none.</param>
/// <param name="Field">The member that names it.</param>
public readonly record struct ObjectReference(string Kind, string? Id, string Field);
