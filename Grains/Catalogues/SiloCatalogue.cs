using System.Collections.Concurrent;
using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Subjects;

namespace SalesGrid.Catalogues;

/// <summary>The catalogues as this silo has lately learned of them, entry by entry.</summary>
/// <remarks>
/// A name is found by the claim its key leads to, and the entry that has the claim is then read: two questions, once in <see cref="KeptFor"/> for a
/// name. As long as there is no catalogue that alone is asked, once in as long; that there is one is known for good. Whoever asks for what is known
/// lately accepts on the strength of it, and looks once more before refusing.
/// </remarks>
public sealed class SiloCatalogue(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long what was learned is good for.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    /// <summary>Most names kept; at one more, all are forgotten. Callers choose them.</summary>
    private const int NamesMax = 20_000;

    /// <summary>Names asked for at a time.</summary>
    private const int Step = 100;

    private readonly ConcurrentDictionary<(string Kind, string Key), (object? Entry, long At)> names = [];
    private readonly ConcurrentDictionary<string, (bool IsInForce, long At)> catalogues = new(StringComparer.Ordinal);

    /// <summary>What is known of some names, none of it older than <see cref="KeptFor"/>.</summary>
    /// <param name="kind">The kind of the entries.</param>
    /// <param name="texts">The names; null and blank ones name nothing.</param>
    public ValueTask<Named<TView>> Lately<TView>(string kind, IEnumerable<string?> texts) where TView : class => Find<TView>(kind, texts, lately: true);

    /// <summary>The same as it is now: every change that was acknowledged is in it.</summary>
    /// <param name="kind">The kind of the entries.</param>
    /// <param name="texts">The names; null and blank ones name nothing.</param>
    public ValueTask<Named<TView>> Now<TView>(string kind, IEnumerable<string?> texts) where TView : class => Find<TView>(kind, texts, lately: false);

    /// <summary>Forgets an entry, which has just changed.</summary>
    public void Forget(string kind, string code) => names.TryRemove((kind, IdentityText.Key(code)), out _);

    /// <summary>Forgets that there is no catalogue of a kind.</summary>
    public void ForgetAbsence(string kind) => catalogues.TryRemove(kind, out _);

    private async ValueTask<Named<TView>> Find<TView>(string kind, IEnumerable<string?> texts, bool lately) where TView : class
    {
        var keys = texts.Where(IdentityText.IsVisible).Select(text => IdentityText.Key(text!)).Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length == 0 || !await IsInForce(kind, lately))
            return Named<TView>.FreeText;
        var entries = ImmutableDictionary.CreateBuilder<string, TView>(StringComparer.Ordinal);
        foreach (var some in keys.Chunk(Step))
        {
            var found = await Task.WhenAll(some.Select(key => Entry(kind, key, lately).AsTask()));
            for (var i = 0; i < some.Length; i++)
            {
                if (found[i] is TView entry)
                    entries[some[i]] = entry;
            }
        }
        return new(true, entries.ToImmutable());
    }

    private async ValueTask<bool> IsInForce(string kind, bool lately)
    {
        if (catalogues.TryGetValue(kind, out var known) && (known.IsInForce || (lately && IsFresh(known.At))))
            return known.IsInForce;
        // Before the question: an answer that was long on its way is as old as that.
        var at = time.GetTimestamp();
        var isInForce = await Subject(CatalogueKind.Kind.SubjectOf(kind)).See() is CatalogueView { Since: not null };
        return catalogues.AddOrUpdate(kind, (isInForce, at), (_, before) => before.IsInForce ? before : (isInForce, at)).IsInForce;
    }

    private async ValueTask<object?> Entry(string kind, string key, bool lately)
    {
        if (lately && names.TryGetValue((kind, key), out var known) && IsFresh(known.At))
            return known.Entry;
        var at = time.GetTimestamp();
        var claim = await Subject(ClaimOf.CatalogueSubject(kind, key)).See() as ClaimView;
        var entry = claim?.For is { } subject ? await Subject(subject).See() : null;
        if (names.Count >= NamesMax)
            names.Clear();
        names[(kind, key)] = (entry, at);
        return entry;
    }

    private bool IsFresh(long at) => time.GetElapsedTime(at) < KeptFor;

    private ISubject Subject(string subject) => grains.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));
}
