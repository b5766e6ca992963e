using System.Collections.Immutable;
using SalesGrid.Catalogues;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Products;

/// <summary>A product of the catalogue. Key: <c>product/{code}</c>.</summary>
[GrainType("product"), BucketPlacement]
public sealed class ProductGrain(SubjectServices services, SiloCatalogue silo, IProductDeals deals)
    : SubjectGrain<Product, ProductEvent, ProductCommand>(ProductKind.Kind, services)
{
    /// <summary>Deals told at a time.</summary>
    private const int Step = 100;

    /// <summary>Most of that in one go; the rest at the next wake-up.</summary>
    private const int StepsMax = 100;

    /// <inheritdoc/>
    protected override ValueTask<Decision<ProductEvent>> Decide(string id, Product current, ProductCommand command, DecisionContext request) =>
        new(ProductRules.Decide(id, current, command, request));

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<Product> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        // On this silo at once; the others ask before long.
        silo.Forget(ProductKind.Kind.Name, Id);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task Resume(SubjectRecord<Product> record, Func<Command, string, Task<Receipt>> send)
    {
        // A deal that is to be told may be asking this very product.
        if (IsWithinTurn)
        {
            WakeSoon();
            return;
        }
        for (var step = 0; step < StepsMax && Record.State is { DealsSince: { } since, DealsAfter: var after } product; step++)
        {
            var ids = await deals.Open(Id, after, Step);
            await deals.Tell(ids, product.View(Id, Record.Version));
            // Changed meanwhile: all are told anew.
            if (Record.State.DealsSince != since)
                return;
            var receipt = await send(new NoteDealsTold(ids.Length == Step ? ids[^1] : null), $"deals:{Record.Version}:{after}");
            if (receipt.Refusal is { } refusal)
                throw new InvalidOperationException($"{Subject} could not record how far deals were told: {refusal.ControlPoint}.");
        }
    }
}
