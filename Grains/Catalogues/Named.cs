using System.Collections.Immutable;
using SalesGrid.Decisions;

namespace SalesGrid.Catalogues;

/// <summary>What rules know of the entries of a catalogue that a command names. A value.</summary>
/// <param name="IsInForce">False while there is no catalogue: then every name is free text.</param>
/// <param name="Entries">The entries named, by the key of the name (<see cref="IdentityText.Key"/>); names the catalogue does not have are left out.</param>
public sealed record Named<TView>(bool IsInForce, ImmutableDictionary<string, TView> Entries) where TView : class, ICatalogueEntry
{
    /// <summary>The catalogue, at the version it was known at; null where nothing was asked for.</summary>
    public InputVersion? Catalogue { get; init; }

    /// <summary>What each name was found by, or not found by: the claim on it, and the entry that has the claim.</summary>
    public ImmutableDictionary<string, ImmutableArray<InputVersion>> Sources { get; init; } = ImmutableDictionary<string, ImmutableArray<InputVersion>>.Empty;

    /// <summary>There is no catalogue.</summary>
    public static Named<TView> FreeText { get; } = new(false, ImmutableDictionary<string, TView>.Empty);

    /// <summary>There is a catalogue, and these of its entries are named.</summary>
    /// <param name="entries">The entries, by their codes.</param>
    public static Named<TView> Of(params ReadOnlySpan<(string Code, TView Entry)> entries)
    {
        var byKey = ImmutableDictionary.CreateBuilder<string, TView>(StringComparer.Ordinal);
        foreach (var (code, entry) in entries)
            byKey[IdentityText.Key(code)] = entry;
        return new(true, byKey.ToImmutable());
    }

    /// <summary>The entry a text names, however it is written; null for none, for free text and for no text.</summary>
    public TView? Find(string? text) => IdentityText.IsVisible(text) ? Entries.GetValueOrDefault(IdentityText.Key(text!)) : null;

    /// <summary>True for a text that would have to name an entry and names none.</summary>
    public bool Lacks(string? text) => IsInForce && IdentityText.IsVisible(text) && Find(text) is null;

    /// <summary>Notes what some of the names were found by.</summary>
    /// <param name="inputs">The inputs of the decision that is shown them.</param>
    /// <param name="texts">The names.</param>
    public void Note(Inputs inputs, IEnumerable<string?> texts)
    {
        if (Catalogue is not { } asked)
            return;
        var isNoted = false;
        foreach (var text in texts)
        {
            if (!IdentityText.IsVisible(text))
                continue;
            if (!isNoted)
                inputs.Note(asked.Subject, asked.Version);
            isNoted = true;
            foreach (var source in Sources.GetValueOrDefault(IdentityText.Key(text!), []))
                inputs.Note(source.Subject, source.Version);
        }
    }
}
