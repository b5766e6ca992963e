using System.Collections.Immutable;
using SalesGrid.Decisions;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <summary>Looking people up, for rules that ask who may do what.</summary>
internal static class People
{
    /// <summary>Levels a chain of managers is followed at most.</summary>
    public const int LevelsMax = 20;

    /// <summary>A salesperson by id; null when there is none, or the text is no id.</summary>
    public static async ValueTask<SalespersonView?> Find(Inputs inputs, string? id)
    {
        if (!SubjectId.IsValid(id))
            return null;
        var person = await inputs.Ask<ISalespersonGrain, SalespersonView>(SalespersonKind.Kind.SubjectOf(id!), static p => p.Get(), static p => p.Version);
        NoteTree(inputs, person);
        return person;
    }

    /// <summary>Notes somebody whom this silo has lately learned of.</summary>
    public static void Note(Inputs inputs, string id, SalespersonView? person)
    {
        inputs.Note(SalespersonKind.Kind.SubjectOf(id), person?.Version ?? 0);
        NoteTree(inputs, person);
    }

    // What follows from the unit of somebody is as the tree was that their place was read from.
    private static void NoteTree(Inputs inputs, SalespersonView? person)
    {
        if (person?.TreeSeen is { } seen)
            inputs.Note(UnitCommand.CompanySubject, seen);
    }

    /// <summary>Those of several there are, by id.</summary>
    public static async ValueTask<ImmutableDictionary<string, SalespersonView>> Find(Inputs inputs, IEnumerable<string?> ids)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => Find(inputs, id).AsTask()));
        return found.OfType<SalespersonView>().ToImmutableDictionary(p => p.Id, StringComparer.Ordinal);
    }
}
