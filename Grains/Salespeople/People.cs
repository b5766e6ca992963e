using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>Looking people up, for rules that ask who may do what.</summary>
internal static class People
{
    /// <summary>Levels a chain of managers is followed at most.</summary>
    public const int LevelsMax = 20;

    /// <summary>A salesperson by id; null when there is none, or the text is no id.</summary>
    public static async ValueTask<SalespersonView?> Find(IGrainFactory grains, string? id) =>
        SubjectId.IsValid(id) ? await grains.GetGrain<ISalespersonGrain>(SalespersonKind.Kind.SubjectOf(id!)).Get() : null;

    /// <summary>Those of several there are, by id.</summary>
    public static async ValueTask<ImmutableDictionary<string, SalespersonView>> Find(IGrainFactory grains, IEnumerable<string?> ids)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => Find(grains, id).AsTask()));
        return found.OfType<SalespersonView>().ToImmutableDictionary(p => p.Id, StringComparer.Ordinal);
    }
}
