using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Kpis;
using SalesGrid.Ledger;
using SalesGrid.Products;
using SalesGrid.Projections;
using SalesGrid.Subjects;

namespace SalesGrid.Opportunities;

/// <summary>The open opportunities that name a product, asked of every bucket.</summary>
/// <remarks>
/// Deals from before the catalogue may write the product in other ways, so first it is asked how it is written. Where more texts are in use than a
/// question has groups, those are found that write it as the catalogue does.
/// </remarks>
public sealed class ProductDeals(IGrainFactory grains, GridLedger ledger) : IProductDeals
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> Open(string product, string? after, int limit)
    {
        var spellings = await Task.WhenAll(Projections().Select(async p => await p.Kpis(new([KpiDimension.Product]), -1)));
        ImmutableArray<string?> texts = [.. spellings
            .SelectMany(p => p.Cells.IsDefault ? [] : p.Cells.Select(c => c.Key[0]))
            .Append(product)
            .Where(text => IdentityText.Same(text, product))
            .Distinct(StringComparer.Ordinal)
            .Take(ListQuery.MaxValues)];
        var query = new ListQuery
        {
            Kind = OpportunityKind.Kind.Name,
            Where = [new(KpiDimension.Product, texts), new(KpiDimension.Status, ["open"])],
            After = after is null ? null : ListCursor.OfId(after),
            Limit = limit,
        };
        var answers = await Task.WhenAll(Projections().Select(p => p.List(query)));
        return [.. answers.SelectMany(a => a.Rows).Select(r => r.Place.Id).Order(StringComparer.Ordinal).Take(limit)];
    }

    /// <inheritdoc/>
    public async Task Tell(ImmutableArray<string> ids, ProductView product)
    {
        var envelope = Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"product:{product.Id}:{product.Version}"));
        var receipts = await Task.WhenAll(ids.Select(id =>
            grains.GetGrain<ISubject>(GrainId.Create(OpportunityKind.Kind.Name, OpportunityKind.Kind.SubjectOf(id))).Do(new NoteProduct(product), envelope)));
        if (receipts.FirstOrDefault(r => r.Refusal is { Kind: RefusalKind.Busy }) is { } busy)
            throw new InvalidOperationException($"{busy.Subject} could not be told of product {product.Id} now: {busy.Refusal!.ControlPoint}.");
    }

    private IEnumerable<IProjectionGrain> Projections() => Enumerable.Range(0, ledger.Description.BucketCount).Select(bucket => grains.GetGrain<IProjectionGrain>(bucket));
}
