using System.Collections.Immutable;
using Orleans.Concurrency;

namespace SalesGrid.PriceLists;

/// <summary>One price list. Key: <c>pricelist/{id}</c>. It answers to what every object does, and to questions about prices.</summary>
[Alias("sg.IPriceListGrain")]
public interface IPriceListGrain : IGrainWithStringKey
{
    /// <summary>Prices of some products on a day; null when there is no such list, or no version in force that day.</summary>
    /// <param name="day">The business day.</param>
    /// <param name="products">Product codes; one that is not on the list is left out of the answer.</param>
    [Alias("PricesOn"), AlwaysInterleave]
    Task<PriceBook?> PricesOn(DateOnly day, ImmutableArray<string> products);
}

/// <summary>What a price list says of some products on a day.</summary>
/// <param name="PriceListId">The list.</param>
/// <param name="Version">Its version in force.</param>
/// <param name="Currency">Currency of every price.</param>
/// <param name="Lines">The products asked for that are on it.</param>
/// <param name="ApprovalBands">Who approves what is beyond an owner's authority.</param>
/// <param name="ApprovalHours">Hours an approver has.</param>
[GenerateSerializer, Immutable, Alias("sg.PriceBook")]
public sealed record PriceBook(
    [property: Id(0)] string PriceListId,
    [property: Id(1)] int Version,
    [property: Id(2)] string Currency,
    [property: Id(3)] ImmutableArray<PriceLine> Lines,
    [property: Id(4)] ImmutableArray<ApprovalBand> ApprovalBands,
    [property: Id(5)] int ApprovalHours)
{
    /// <summary>The version of the price list they were read from.</summary>
    [Id(6)] public int ReadFrom { get; init; }
}

/// <summary>One product's prices, minor units of the list's currency.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceLine")]
public sealed record PriceLine(
    [property: Id(0)] string Product,
    [property: Id(1)] string Name,
    [property: Id(2)] long ListMinor,
    [property: Id(3), Masked(Fields.Floor)] long FloorMinor,
    [property: Id(4), Masked(Fields.Cost)] long? CostMinor = null);

/// <summary>A price list as seen from outside.</summary>
[GenerateSerializer, Immutable, Alias("sg.PriceListView")]
public sealed record PriceListView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string Name,
    [property: Id(3)] ImmutableArray<PriceVersionView> Versions,
    [property: Id(4)] PriceVersionView? Draft) : IMaskedObject
{
    string IMaskedObject.Subject => $"pricelist/{Id}";

    string? IMaskedObject.KeptBy => null;
}

/// <summary>One version of a price list, or its draft.</summary>
/// <param name="Number">Number of the version, from 1.</param>
/// <param name="Revision">How often the draft was written.</param>
/// <param name="EffectiveFrom">First day in force; null for a draft.</param>
/// <param name="Currency">Currency of every price.</param>
/// <param name="Lines">The products.</param>
/// <param name="ApprovalBands">Who approves what is beyond an owner's authority.</param>
/// <param name="ApprovalHours">Hours an approver has.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="ApprovedBy">Who approved it; null for a draft.</param>
[GenerateSerializer, Immutable, Alias("sg.PriceVersionView")]
public sealed record PriceVersionView(
    [property: Id(0)] int Number,
    [property: Id(1)] int Revision,
    [property: Id(2)] DateOnly? EffectiveFrom,
    [property: Id(3)] string Currency,
    [property: Id(4)] ImmutableArray<PriceEntry> Lines,
    [property: Id(5)] ImmutableArray<ApprovalBand> ApprovalBands,
    [property: Id(6)] int ApprovalHours,
    [property: Id(7)] ImmutableArray<string> Authors,
    [property: Id(8)] string? ApprovedBy);
