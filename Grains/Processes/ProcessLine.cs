using System.Collections.Immutable;

namespace SalesGrid.Processes;

/// <summary>One process with all that has ever been put in force of it, shipped or a company's own.</summary>
/// <param name="Id">Id of the process.</param>
/// <param name="Effects">Which version is in force from which day; a shipped version may be in force more than once.</param>
/// <param name="RetiredFrom">First day without new opportunities; null when it is not retired.</param>
public sealed record ProcessLine(string Id, ImmutableArray<ProcessEffect> Effects, DateOnly? RetiredFrom)
{
    /// <summary>The line of a process; <paramref name="own"/> is null where the company has done nothing to it.</summary>
    public static ProcessLine Of(string id, ProcessView? own, ProcessCatalog shipped) => new(
        id,
        [
            .. shipped.Shelved.Where(s => s.Definition.Id == id && s.EffectiveFrom is not null)
                .Select(s => new ProcessEffect(s.Definition.Version, s.EffectiveFrom!.Value)),
            .. own?.Adoptions.Select(a => new ProcessEffect(a.Version, a.EffectiveFrom)) ?? [],
            .. own?.Releases.Select(r => new ProcessEffect(r.Version, r.EffectiveFrom)) ?? [],
        ],
        own?.RetiredFrom);

    /// <summary>A view that says what is in force on a day.</summary>
    public static ProcessView InForce(ProcessView own, DateOnly day, ProcessCatalog shipped) => own with { InForce = Of(own.Id, own, shipped).InForceOn(day) };

    /// <summary>
    /// The version in force on a day: the one with the latest first day that has come, the highest of them where several
    /// have the same; null when none has come, or the process is retired.
    /// </summary>
    public int? InForceOn(DateOnly day)
    {
        if (day >= RetiredFrom)
            return null;
        ProcessEffect? best = null;
        foreach (var effect in Effects)
        {
            if (effect.From <= day && (best is not { } b || (effect.From, effect.Version).CompareTo((b.From, b.Version)) > 0))
                best = effect;
        }
        return best?.Version;
    }
}

/// <summary>A version that is in force from a day on, until another one is.</summary>
public readonly record struct ProcessEffect(int Version, DateOnly From);
