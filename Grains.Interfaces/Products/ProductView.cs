using System.Collections.Immutable;
using SalesGrid.Catalogues;

namespace SalesGrid.Products;

/// <summary>A licence or registration of a product.</summary>
/// <param name="Licence">Sort of licence.</param>
/// <param name="Number">Its number.</param>
/// <param name="ValidUntil">Last day it is good for.</param>
/// <param name="Regions">Regions it is good for; empty for everywhere.</param>
/// <param name="RecordedBy">Who recorded it.</param>
[GenerateSerializer, Immutable, Alias("sg.ProductLicence")]
public sealed record ProductLicence(
    [property: Id(0)] string Licence,
    [property: Id(1)] string Number,
    [property: Id(2)] DateOnly ValidUntil,
    [property: Id(3)] ImmutableArray<string> Regions,
    [property: Id(4)] string RecordedBy)
{
    /// <summary>True for the licence of this sort and number, however they are written; see <see cref="IdentityText"/>.</summary>
    public bool Is(string licence, string number) => IdentityText.Same(Licence, licence) && IdentityText.Same(Number, number);

    /// <summary>True when it covers a region, however that is written.</summary>
    /// <param name="region">The region; null for any.</param>
    public bool Covers(string? region) => region is null || Regions.IsEmpty || Regions.Contains(region, IdentityText.Comparer);
}

/// <summary>A product as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProductView")]
public sealed record ProductView : ICatalogueEntry
{
    /// <summary>Its code.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required int Version { get; init; }
    [Id(2)] public required ProductStatus Status { get; init; }
    [Id(3)] public required string NameZh { get; init; }
    [Id(4)] public required string NameEn { get; init; }

    /// <summary>Product family or line; null for none.</summary>
    [Id(5)] public string? Family { get; init; }

    /// <summary>What quantities of it count; null when not stated.</summary>
    [Id(6)] public string? UnitOfMeasure { get; init; }

    [Id(7)] public Legality Legality { get; init; }

    /// <summary>What the judgement of its legality rests on; null while there is none.</summary>
    [Id(8)] public string? Basis { get; init; }

    /// <summary>Who judged its legality.</summary>
    [Id(9)] public string? AssessedBy { get; init; }

    /// <summary>Its licences, those that have lapsed included.</summary>
    [Id(10)] public ImmutableArray<ProductLicence> Licences { get; init; } = [];

    /// <summary>Who released it last; null while nobody has, and for what was brought in.</summary>
    [Id(11)] public string? ReleasedBy { get; init; }

    /// <summary>Why it is suspended or retired; null when it is neither.</summary>
    [Id(12)] public string? Reason { get; init; }

    /// <summary>True while a suspension waits for legal to judge the product anew.</summary>
    [Id(13)] public bool HeldByLegal { get; init; }

    /// <summary>The system it was brought in from; null for what was created here.</summary>
    [Id(14)] public string? Source { get; init; }
}
