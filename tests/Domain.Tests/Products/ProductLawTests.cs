using SalesGrid.Catalogues;
using SalesGrid.Products;

namespace SalesGrid.Domain.Tests;

/// <summary>What holds of a product whatever is asked of it, by whomever and on whatever day.</summary>
public sealed class ProductLawTests
{
    private static readonly string[] People = ["cat-1", "cat-2", "law-1", "both"];

    private static readonly Gen<ProductCommand> AnyCommand = Gen.OneOf<ProductCommand>(
        Gen.Const<ProductCommand>(new ReleaseProduct()),
        Gen.Const<ProductCommand>(new ReleaseProduct()),
        Gen.Const<ProductCommand>(new SuspendProduct("x")),
        Gen.Frequency((9, Gen.Const<ProductCommand>(new LookAtLicences())), (1, Gen.Const<ProductCommand>(new RetireProduct("x")))),
        Gen.Int[0, 3].Select(l => (ProductCommand)new AssessLegality((Legality)l, "x")),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 20], Gen.OneOf("", "East", "West"), (n, days, region) =>
            (ProductCommand)new RecordLicence("registration", $"R-{n}", World.Today.AddDays(days), region.Length == 0 ? null : [region])),
        Gen.Int[0, 2].Select(n => (ProductCommand)new WithdrawLicence("registration", $"R-{n}", "x")));

    private static readonly Gen<(ProductCommand Command, string By, int Days)[]> AnyLife =
        Gen.Select(AnyCommand, Gen.OneOf(People), Gen.Int[0, 2]).Select((c, by, days) => (c, by, days)).Array[1, 60];

    [Fact]
    public void What_is_retired_is_never_sold_again() => EachStep((before, after, _, today) =>
    {
        if (before.Status != ProductStatus.Retired)
            return;
        Assert.Equal(ProductStatus.Retired, after.Status);
        Assert.NotNull(WhyNot(after, today, null));
    });

    [Fact]
    public void Nothing_is_sold_that_the_law_forbids_or_that_no_licence_covers_that_day_and_there() => EachStep((_, after, _, today) =>
    {
        foreach (var region in new[] { null, "East", "West", "North" })
        {
            if (WhyNot(after, today, region) is not null)
                continue;
            Assert.Equal(ProductStatus.Released, after.Status);
            Assert.True(after.Legality == Legality.Free || after.Licences.Any(l => today <= l.ValidUntil && l.Covers(region)));
        }
    });

    [Fact]
    public void A_sale_ends_with_the_last_day_of_the_last_licence() => EachStep((_, after, _, today) =>
    {
        if (after is not { Status: ProductStatus.Released, Legality: Legality.WithLicence } || after.Licences.IsEmpty)
            return;
        var last = after.Licences.Max(l => l.ValidUntil);
        Assert.Null(WhyNot(after, last, null));
        Assert.NotNull(WhyNot(after, last.AddDays(1), null));
    });

    [Fact]
    public void Nobody_who_judged_a_product_or_recorded_a_licence_it_has_released_it() => EachStep((before, after, by, _) =>
    {
        if (after.ReleasedBy is null || (before.Status == ProductStatus.Released && before.Legality == after.Legality && before.Licences == after.Licences))
            return;
        if (before.Status != ProductStatus.Released && after.Status == ProductStatus.Released)
        {
            Assert.NotEqual(by, after.AssessedBy);
            Assert.DoesNotContain(after.Licences, l => l.RecordedBy == by);
        }
        // Nor does who released it make its judgement milder afterwards.
        if (before.ReleasedBy == by && before.Legality != after.Legality)
            Assert.Equal(Legality.Forbidden, after.Legality);
    });

    [Fact]
    public void Whenever_whether_it_is_sold_may_have_changed_the_deals_in_hand_are_told() => EachStep((before, after, _, today) =>
    {
        if (before.Counts && after != before && new[] { null, "East", "West" }.Any(r => WhyNot(before, today, r)?.ControlPoint != WhyNot(after, today, r)?.ControlPoint))
            Assert.NotNull(after.DealsSince);
    });

    private static void EachStep(Action<Product, Product, string, DateOnly> holds) => AnyLife.Sample(life =>
    {
        var product = Product.None.Evolve(new ProductCreated("甲", "a", null, null, "cat-1"), World.Now);
        var today = World.Today;
        foreach (var (command, by, days) in life)
        {
            today = today.AddDays(days);
            var request = World.By(by, by == "law-1" ? Duties.Legal : Duties.ProcessOwner) with { Today = today };
            var after = ProductRules.Decide("P", product, command, request).Events.Aggregate(product, (p, e) => p.Evolve(e, World.Now));
            holds(product, after, by, today);
            product = after;
        }
    }, iter: 400);

    private static Refusal? WhyNot(Product product, DateOnly day, string? region) =>
        ProductNames.CheckSold("product", "P", Named<ProductView>.Of(("P", product.View("P", 1))), day, region);
}
