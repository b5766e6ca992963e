using System.Collections.Immutable;

namespace SalesGrid.Catalogues;

/// <summary>What rules know of the entries of a catalogue that a command names. A value.</summary>
/// <param name="IsInForce">False while there is no catalogue: then every name is free text.</param>
/// <param name="Entries">The entries named, by the key of the name (<see cref="IdentityText.Key"/>); names the catalogue does not have are left out.</param>
public sealed record Named<TView>(bool IsInForce, ImmutableDictionary<string, TView> Entries) where TView : class
{
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
}
