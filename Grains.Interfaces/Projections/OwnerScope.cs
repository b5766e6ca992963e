using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace SalesGrid.Projections;

/// <summary>Whose objects somebody may read: those of some people, and those nobody owns. Never changes once made.</summary>
/// <param name="Owners">Ids of the people, in no particular order; no more than <see cref="OwnersMax"/>.</param>
[GenerateSerializer, Immutable, Alias("sg.OwnerScope")]
public sealed record OwnerScope([property: Id(0)] ImmutableArray<string> Owners)
{
    /// <summary>Most people of one scope.</summary>
    public const int OwnersMax = 20_000;

    // Formed when first asked for: a scope is passed by reference within a process, and asked of by every bucket.
    [NonSerialized]
    private HashSet<string>? known;

    [NonSerialized]
    private string? key;

    /// <summary>The scope in one text, equal for equal scopes: a hash of 128 bits.</summary>
    public string Key => key ??= Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(
        string.Join('\n', Owners.Select(o => o.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))));

    /// <summary>True where objects of that owner may be read; always for null, the owner of what nobody owns.</summary>
    public bool Admits(string? owner) => owner is null || (known ??= new(Owners, SubjectId.Comparer)).Contains(owner);

    /// <inheritdoc/>
    public bool Equals(OwnerScope? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}
