using System.Collections.Concurrent;
using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Decisions;
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

    private readonly ConcurrentDictionary<(string Kind, string Key), (Found Found, long At)> names = [];
    private readonly ConcurrentDictionary<string, (int Version, long At)> catalogues = new(StringComparer.Ordinal);

    /// <summary>What is known of some names, none of it older than <see cref="KeptFor"/>.</summary>
    /// <param name="kind">The kind of the entries.</param>
    /// <param name="texts">The names; null and blank ones name nothing.</param>
    /// <param name="inputs">Notes what they were found by; null where whoever asks does that for each decision.</param>
    public ValueTask<Named<TView>> Lately<TView>(string kind, IReadOnlyCollection<string?> texts, Inputs? inputs) where TView : class, ICatalogueEntry =>
        Find<TView>(kind, texts, lately: true, inputs);

    /// <summary>The same as it is now: every change that was acknowledged is in it.</summary>
    /// <param name="kind">The kind of the entries.</param>
    /// <param name="texts">The names; null and blank ones name nothing.</param>
    /// <param name="inputs">Notes what they were found by.</param>
    public ValueTask<Named<TView>> Now<TView>(string kind, IReadOnlyCollection<string?> texts, Inputs inputs) where TView : class, ICatalogueEntry =>
        Find<TView>(kind, texts, lately: false, inputs);

    /// <summary>Forgets an entry, which has just changed.</summary>
    public void Forget(string kind, string code) => names.TryRemove((kind, IdentityText.Key(code)), out _);

    /// <summary>Forgets that there is no catalogue of a kind.</summary>
    public void ForgetAbsence(string kind) => catalogues.TryRemove(kind, out _);

    private async ValueTask<Named<TView>> Find<TView>(string kind, IReadOnlyCollection<string?> texts, bool lately, Inputs? inputs) where TView : class, ICatalogueEntry
    {
        var keys = texts.Where(IdentityText.IsVisible).Select(text => IdentityText.Key(text!)).Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length == 0)
            return Named<TView>.FreeText;
        var isPast = inputs is { IsPast: true };
        var version = await VersionOf(kind, lately, isPast);
        var named = new Named<TView>(version > 0, ImmutableDictionary<string, TView>.Empty) { Catalogue = new(CatalogueKind.Kind.SubjectOf(kind), version) };
        if (named.IsInForce)
        {
            var entries = ImmutableDictionary.CreateBuilder<string, TView>(StringComparer.Ordinal);
            var sources = ImmutableDictionary.CreateBuilder<string, ImmutableArray<InputVersion>>(StringComparer.Ordinal);
            foreach (var some in keys.Chunk(Step))
            {
                var found = await Task.WhenAll(some.Select(key => Entry(kind, key, lately, isPast).AsTask()));
                for (var i = 0; i < some.Length; i++)
                {
                    sources[some[i]] = found[i].Sources;
                    if (found[i].Entry is TView entry)
                        entries[some[i]] = entry;
                }
            }
            named = named with { Entries = entries.ToImmutable(), Sources = sources.ToImmutable() };
        }
        if (inputs is not null)
            named.Note(inputs, texts);
        return named;
    }

    /// <summary>The catalogue's version; 0 while there is none.</summary>
    private async ValueTask<int> VersionOf(string kind, bool lately, bool isPast)
    {
        if (!isPast && catalogues.TryGetValue(kind, out var known) && (known.Version > 0 || (lately && IsFresh(known.At))))
            return known.Version;
        // Before the question: an answer that was long on its way is as old as that.
        var at = time.GetTimestamp();
        var version = await Subject(CatalogueKind.Kind.SubjectOf(kind)).See() is CatalogueView { Since: not null } view ? view.Version : 0;
        return isPast ? version : catalogues.AddOrUpdate(kind, (version, at), (_, before) => before.Version > 0 ? before : (version, at)).Version;
    }

    private async ValueTask<Found> Entry(string kind, string key, bool lately, bool isPast)
    {
        if (lately && !isPast && names.TryGetValue((kind, key), out var known) && IsFresh(known.At))
            return known.Found;
        var at = time.GetTimestamp();
        var claimSubject = ClaimOf.CatalogueSubject(kind, key);
        var claim = await Subject(claimSubject).See() as ClaimView;
        var entry = claim?.For is { } subject ? await Subject(subject).See() as ICatalogueEntry : null;
        var sources = ImmutableArray.Create(new InputVersion(claimSubject, claim?.Version ?? 0));
        var found = new Found(entry, claim?.For is { } named ? sources.Add(new(named, entry?.Version ?? 0)) : sources);
        if (isPast)
            return found;
        if (names.Count >= NamesMax)
            names.Clear();
        names[(kind, key)] = (found, at);
        return found;
    }

    private bool IsFresh(long at) => time.GetElapsedTime(at) < KeptFor;

    private ISubject Subject(string subject) => grains.GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    /// <summary>An entry, null for none, and what it was found by.</summary>
    private sealed record Found(ICatalogueEntry? Entry, ImmutableArray<InputVersion> Sources);
}
