using System.Collections.Immutable;
using System.Diagnostics;
using SalesGrid.Subjects;

namespace SalesGrid.Products;

/// <summary>The state of a product: the fold of its events.</summary>
[GenerateSerializer, Immutable, Alias("sg.Product")]
public sealed record Product
{
    /// <summary>Most licences of one product, those that have lapsed included.</summary>
    public const int LicencesMax = 50;

    /// <summary>Most regions of one licence.</summary>
    public const int RegionsMax = 50;

    /// <summary>Most people remembered of each sort.</summary>
    private const int PeopleMax = 100;

    /// <summary>How far ahead a licence may be good for, years.</summary>
    public const int LicenceYearsAhead = 20;

    /// <summary>A product nothing has happened to.</summary>
    public static Product None { get; } = new();

    [Id(0)] public ProductStatus Status { get; init; }
    [Id(1)] public string NameZh { get; init; } = "";
    [Id(2)] public string NameEn { get; init; } = "";
    [Id(3)] public string? Family { get; init; }
    [Id(4)] public string? UnitOfMeasure { get; init; }
    [Id(5)] public Legality Legality { get; init; }
    [Id(6)] public string? Basis { get; init; }
    [Id(7)] public string? AssessedBy { get; init; }
    [Id(8)] public ImmutableArray<ProductLicence> Licences { get; init; } = [];
    [Id(9)] public string? ReleasedBy { get; init; }

    /// <summary>Why it is suspended or retired; null when it is neither.</summary>
    [Id(10)] public string? Reason { get; init; }

    /// <summary>True while a suspension waits for legal to judge the product anew.</summary>
    [Id(11)] public bool HeldByLegal { get; init; }

    /// <summary>The system it was brought in from; null for what was created here.</summary>
    [Id(12)] public string? Source { get; init; }

    /// <summary>True from its first release on: then it counts, and so does the catalogue.</summary>
    [Id(13)] public bool Counts { get; init; }

    /// <summary>When it was created or brought in.</summary>
    [Id(14)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when deals in hand are to be told how it stands; null when all have been.</summary>
    [Id(15)] public DateTimeOffset? DealsSince { get; init; }

    /// <summary>Id of the last deal told; null before the first.</summary>
    [Id(16)] public string? DealsAfter { get; init; }

    /// <summary>The day up to which it is known which licences have lapsed; null while none has.</summary>
    [Id(17)] public DateOnly? LapsedOn { get; init; }

    /// <summary>Everybody who released it, the latest 100: none of them judges its legality or records its licences.</summary>
    [Id(18)] public ImmutableArray<string> Releasers { get; init; } = [];

    /// <summary>Everybody who judged its legality or recorded a licence, the latest 100: none of them releases it.</summary>
    [Id(19)] public ImmutableArray<string> Judges { get; init; } = [];

    /// <summary>The state after one more event, decided at <paramref name="at"/>.</summary>
    public Product Evolve(ProductEvent happened, DateTimeOffset at) => happened switch
    {
        ProductCreated e => this with
        {
            Status = ProductStatus.Draft,
            NameZh = e.NameZh,
            NameEn = e.NameEn,
            Family = e.Family,
            UnitOfMeasure = e.UnitOfMeasure,
            CreatedAt = at,
        },
        ProductImported e => this with
        {
            Status = ProductStatus.Released,
            NameZh = e.NameZh,
            NameEn = e.NameEn,
            Source = e.Source,
            Family = e.Family,
            UnitOfMeasure = e.UnitOfMeasure,
            CreatedAt = at,
            Counts = true,
        },
        ProductRenamed e => this with { NameZh = e.NameZh, NameEn = e.NameEn },
        ProductClassified e => this with { Family = e.Family, UnitOfMeasure = e.UnitOfMeasure },
        LegalityAssessed e => (this with
        {
            Legality = e.Legality,
            Basis = e.Basis,
            AssessedBy = e.By,
            Judges = With(Judges, e.By),
            HeldByLegal = HeldByLegal && e.Legality == Legality.Forbidden,
        }).Changed(at),
        LicenceRecorded e => (this with { Licences = Licences.RemoveAll(l => l.Is(e.Licence, e.Number)).Add(new(e.Licence, e.Number, e.ValidUntil, e.Regions, e.By)), Judges = With(Judges, e.By) }).Changed(at),
        LicenceWithdrawn e => (this with { Licences = Licences.RemoveAll(l => l.Is(e.Licence, e.Number)) }).Changed(at),
        LicencesLapsed e => (this with { LapsedOn = e.On }).Changed(at),
        ProductReleased e => (this with { Status = ProductStatus.Released, ReleasedBy = e.By, Releasers = With(Releasers, e.By), Reason = null }).Changed(at) with { Counts = true },
        ProductSuspended e => (this with { Status = ProductStatus.Suspended, Reason = e.Reason, HeldByLegal = e.ByLegal }).Changed(at),
        ProductRetired e => (this with { Status = ProductStatus.Retired, Reason = e.Reason, HeldByLegal = false }).Changed(at),
        ProductDealsTold e => this with { DealsAfter = e.After, DealsSince = e.After is null ? null : DealsSince },
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The first last day of a licence that is not known to have lapsed; null for none, and where no licence matters.</summary>
    public DateOnly? NextLapse() => Legality != Legality.WithLicence || Status is not (ProductStatus.Released or ProductStatus.Suspended)
        ? null
        : Licences.Where(l => LapsedOn is not { } known || l.ValidUntil >= known).Select(l => (DateOnly?)l.ValidUntil).Min();

    private static ImmutableArray<string> With(ImmutableArray<string> people, string by) => [.. people.Where(p => !SubjectId.Same(p, by)).Append(by).TakeLast(PeopleMax)];

    /// <summary>The product as seen from outside; null when there is none.</summary>
    public static ProductView? View(string id, SubjectRecord<Product> record) => record.State is { Status: not ProductStatus.None } p ? p.View(id, record.Version) : null;

    /// <summary>The product as seen from outside.</summary>
    public ProductView View(string id, int version) => new()
    {
        Id = id,
        Version = version,
        Status = Status,
        NameZh = NameZh,
        NameEn = NameEn,
        Family = Family,
        UnitOfMeasure = UnitOfMeasure,
        Legality = Legality,
        Basis = Basis,
        AssessedBy = AssessedBy,
        Licences = Licences,
        ReleasedBy = ReleasedBy,
        Reason = Reason,
        HeldByLegal = HeldByLegal,
        Source = Source,
    };

    /// <summary>Whether it is sold may have changed: the deals in hand are to be told. Before the first release no deal can name it as an entry.</summary>
    private Product Changed(DateTimeOffset at) => Counts ? this with { DealsSince = at, DealsAfter = null } : this;
}
