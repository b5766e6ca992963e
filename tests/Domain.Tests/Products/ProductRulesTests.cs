using SalesGrid.Catalogues;
using SalesGrid.Products;
using SalesGrid.Warnings;

namespace SalesGrid.Domain.Tests;

public sealed class ProductRulesTests
{
    private static readonly DateOnly Later = World.Today.AddDays(365);
    private static readonly Product Draft = After(Product.None, new ProductCreated("五轴加工中心", "Five-axis centre", "CNC", "台", "cat-1"));
    private static readonly Product Assessed = After(Draft, new LegalityAssessed(Legality.Free, "非管制产品", "law-1"));
    private static readonly Product Released = After(Assessed, new ProductReleased("cat-1"));
    private static readonly Product Regulated = After(Draft, new LegalityAssessed(Legality.WithLicence, "条例第 13 条", "law-1"));
    private static readonly Product Licensed = After(Regulated, new LicenceRecorded("registration", "R-1", Later, [], "law-2"));
    private static readonly Product Sold = After(Licensed, new ProductReleased("cat-1"));
    private static readonly Product Imported = After(Product.None, new ProductImported("旧产品", "Old product", "crm", null, null, "imp-1"));
    private static readonly Product Suspended = After(Released, new ProductSuspended("质量", "cat-1", false));
    private static readonly Product Held = After(Released, new ProductSuspended("召回", "law-1", true));
    private static readonly Product BroughtInAndStopped = After(After(Product.None, new ProductImported("旧产品", "Old product", "crm", null, null, "imp-1")), new ProductSuspended("质量", "cat-1", false));
    private static readonly Product ReleasedTwice = After(Suspended, new ProductReleased("cat-2"));
    private static readonly Product Retired = After(Released, new ProductRetired("换代", "cat-1"));

    internal static StoredSamples Stored { get; } = new("product/CNC-5",
        [
            new ProductCreated("五轴加工中心", "Five-axis centre", "CNC", "台", "cat-1"), new ProductImported("旧产品", "Old product", "crm", "CNC", "台", "imp-1"),
            new ProductRenamed("五轴联动", "Simultaneous", "cat-1"), new ProductClassified("CNC", "台", "cat-1"), new LegalityAssessed(Legality.WithLicence, "条例第 13 条", "law-1"),
            new LicenceRecorded("registration", "R-1", Later, ["East"], "law-2"), new LicenceWithdrawn("registration", "R-1", "注销", "law-1"), new LicencesLapsed(World.Today),
            new ProductReleased("cat-1"), new ProductSuspended("召回", "law-1", true), new ProductRetired("换代", "cat-1"), new ProductDealsTold("OPP-7"),
        ],
        Samples.Mark(new SubjectRecord<Product>
        {
            State = new()
            {
                Status = ProductStatus.Suspended,
                NameZh = "五轴加工中心",
                NameEn = "Five-axis centre",
                Family = "CNC",
                UnitOfMeasure = "台",
                Legality = Legality.WithLicence,
                Basis = "条例第 13 条",
                AssessedBy = "law-1",
                Licences = [new("registration", "R-1", Later, ["East"], "law-2")],
                ReleasedBy = "cat-1",
                Reason = "召回",
                HeldByLegal = true,
                Source = "crm",
                Counts = true,
                CreatedAt = World.Now,
                DealsSince = World.Now,
                DealsAfter = "OPP-7",
                LapsedOn = World.Today,
            },
        }));

    internal static RuleRow[] Rows { get; } =
    [
        Row("A product is put into the catalogue", Product.None, new CreateProduct("五轴加工中心", "Five-axis centre"), nameof(ProductCreated)),
        Row("A product has a Chinese name", Product.None, new CreateProduct("", "Five-axis centre"), "CP-DATA-01", "nameZh"),
        Row("A product has an English name", Product.None, new CreateProduct("五轴加工中心", " "), "CP-DATA-01", "nameEn"),
        Row("A family has a longest name", Product.None, new CreateProduct("五轴加工中心", "x", World.TooLong), "CP-DATA-01", "family"),
        Row("A product is created once", Draft, new CreateProduct("五轴加工中心", "x"), "CP-PROD-02", "id"),
        Row("A product is brought in released", Product.None, new ImportProduct("旧产品", "Old product", "crm"), nameof(ProductImported)),
        Row("What is brought in says from where", Product.None, new ImportProduct("旧产品", "Old product", ""), "CP-DATA-01", "source"),
        Row("What is there is not brought in", Draft, new ImportProduct("旧产品", "Old product", "crm"), "CP-PROD-02", "id"),
        Row("A product that is not there has no names", Product.None, new RenameProduct("a", "b"), "CP-PROD-01"),
        Row("A product gets other names", Released, new RenameProduct("新名", "New name"), nameof(ProductRenamed)),
        Row("The same names are no change", Released, new RenameProduct("五轴加工中心", "Five-axis centre"), RuleRow.Nothing),
        Row("A product gets another family", Released, new ClassifyProduct("5X", "台"), nameof(ProductClassified)),
        Row("The same family is no change", Released, new ClassifyProduct("CNC", "台"), RuleRow.Nothing),
        Row("What is retired is not renamed", Retired, new RenameProduct("a", "b"), "CP-PROD-03"),
        Row("Legal judges a product", Draft, new AssessLegality(Legality.Free, "非管制产品"), nameof(LegalityAssessed), by: "law-1"),
        Row("A judgement is one", Draft, new AssessLegality(Legality.Unassessed, "x"), "CP-DATA-01", "legality", by: "law-1"),
        Row("A judgement is one there is", Draft, new AssessLegality((Legality)9, "x"), "CP-DATA-01", "legality", by: "law-1"),
        Row("A judgement rests on something", Draft, new AssessLegality(Legality.Free, ""), "CP-DATA-01", "basis", by: "law-1"),
        Row("The same judgement again is no change", Assessed, new AssessLegality(Legality.Free, "非管制产品"), RuleRow.Nothing, by: "law-1"),
        Row("Who released a product does not judge it", Released, new AssessLegality(Legality.Free, "x"), "CP-PROD-09", by: "CAT-1"),
        Row("But may say that it must not be sold", Released, new AssessLegality(Legality.Forbidden, "禁令"), nameof(LegalityAssessed), by: "cat-1"),
        Row("Legal records a licence", Regulated, new RecordLicence("registration", "R-1", Later), nameof(LicenceRecorded), by: "law-1"),
        Row("A licence has a number", Regulated, new RecordLicence("registration", "", Later), "CP-DATA-01", "number", by: "law-1"),
        Row("A licence that has lapsed is not recorded", Regulated, new RecordLicence("registration", "R-1", World.Today.AddDays(-1)), "CP-DATA-01", "validUntil", by: "law-1"),
        Row("A licence may have its last day today", Regulated, new RecordLicence("registration", "R-1", World.Today), nameof(LicenceRecorded), by: "law-1"),
        Row("A licence is not good for ever", Regulated, new RecordLicence("registration", "R-1", World.Today.AddYears(21)), "CP-DATA-01", "validUntil", by: "law-1"),
        Row("A region comes once", Regulated, new RecordLicence("registration", "R-1", Later, ["East", "EAST"]), "CP-DATA-01", "regions[1]", by: "law-1"),
        Row("A licence has 50 regions at most", Regulated, new RecordLicence("registration", "R-1", Later, [.. Enumerable.Range(0, 51).Select(i => $"R{i}")]), "CP-DATA-01", "regions", by: "law-1"),
        Row("The same licence again is no change", Licensed, new RecordLicence("Registration", "r-1", Later), RuleRow.Nothing, by: "law-1"),
        Row("A licence is renewed", Licensed, new RecordLicence("registration", "R-1", Later.AddDays(1)), nameof(LicenceRecorded), by: "law-1"),
        Row("Who released a product records no licence", Sold, new RecordLicence("registration", "R-2", Later), "CP-PROD-09", by: "cat-1"),
        Row("A product has 50 licences at most", Many(50), new RecordLicence("registration", "one-more", Later), "CP-PROD-12", by: "law-1"),
        Row("One of them may be renewed all the same", Many(50), new RecordLicence("registration", "N-7", Later.AddDays(1)), nameof(LicenceRecorded), by: "law-1"),
        Row("A licence is withdrawn, however it is written", Licensed, new WithdrawLicence("REGISTRATION", "r-1", "注销"), nameof(LicenceWithdrawn), by: "law-1"),
        Row("A licence nobody recorded is not withdrawn", Licensed, new WithdrawLicence("registration", "R-9", "x"), "CP-PROD-11", "number", by: "law-1"),
        Row("Withdrawing has a reason", Licensed, new WithdrawLicence("registration", "R-1", ""), "CP-DATA-01", "reason", by: "law-1"),
        Row("What nobody has judged is not released", Draft, new ReleaseProduct(), "CP-PROD-04"),
        Row("What is judged free is released", Assessed, new ReleaseProduct(), nameof(ProductReleased)),
        Row("Who judged it does not release it", Assessed, new ReleaseProduct(), "CP-PROD-08", by: "LAW-1"),
        Row("Who recorded a licence it has does not release it", Licensed, new ReleaseProduct(), "CP-PROD-08", by: "law-2"),
        Row("An administrator has no way around that", Licensed, new ReleaseProduct(), "CP-PROD-08", by: "law-2", duties: Deals.Everything | Duties.Administrator),
        Row("What needs a licence is not released without one", Regulated, new ReleaseProduct(), "CP-PROD-06"),
        Row("What has one is released", Licensed, new ReleaseProduct(), nameof(ProductReleased)),
        Row("A licence that has lapsed is none", Licensed, new ReleaseProduct(), "CP-PROD-06", today: Later.AddDays(1)),
        Row("On its last day it is one", Licensed, new ReleaseProduct(), nameof(ProductReleased), today: Later),
        Row("What the law forbids is not released", After(Draft, new LegalityAssessed(Legality.Forbidden, "禁令", "law-1")), new ReleaseProduct(), "CP-PROD-05"),
        Row("What is sold is released already", Released, new ReleaseProduct(), RuleRow.Nothing),
        Row("What was suspended is released again", Suspended, new ReleaseProduct(), nameof(ProductReleased)),
        Row("What legal suspended waits for legal", Held, new ReleaseProduct(), "CP-PROD-10"),
        Row("Judged anew it is released", After(Held, new LegalityAssessed(Legality.Free, "已复核", "law-1")), new ReleaseProduct(), nameof(ProductReleased)),
        Row("The same judgement lifts the hold", Held, new AssessLegality(Legality.Free, "非管制产品"), nameof(LegalityAssessed), by: "law-1"),
        Row("What was brought in and stopped is not released unjudged", BroughtInAndStopped, new ReleaseProduct(), "CP-PROD-04"),
        Row("Judged it is", After(BroughtInAndStopped, new LegalityAssessed(Legality.Free, "已核", "law-1")), new ReleaseProduct(), nameof(ProductReleased)),
        Row("Who released it before another did does not judge it either", ReleasedTwice, new AssessLegality(Legality.Free, "x"), "CP-PROD-09", by: "cat-1"),
        Row("Nor does the other", ReleasedTwice, new AssessLegality(Legality.Free, "x"), "CP-PROD-09", by: "cat-2"),
        Row("Who judged it before another did does not release it", After(Suspended, new LegalityAssessed(Legality.Free, "复核", "law-9")), new ReleaseProduct(), "CP-PROD-08", by: "law-1"),
        Row("Who recorded a licence it does not have any more does not release it", After(After(Licensed, new LicenceWithdrawn("registration", "R-1", "换证", "law-3")), new LicenceRecorded("registration", "R-2", Later, [], "law-3")),
            new ReleaseProduct(), "CP-PROD-08", by: "law-2"),
        Row("A sale is stopped", Released, new SuspendProduct("质量"), nameof(ProductSuspended)),
        Row("Stopping has a reason", Released, new SuspendProduct(""), "CP-DATA-01", "reason"),
        Row("What is not sold is not stopped", Draft, new SuspendProduct("x"), "CP-PROD-03"),
        Row("What is stopped is not stopped again", Suspended, new SuspendProduct("x"), "CP-PROD-03"),
        Row("But legal may still hold it", Suspended, new SuspendProduct("召回"), nameof(ProductSuspended), by: "law-1", duties: Duties.Legal),
        Row("A product is retired", Released, new RetireProduct("换代"), nameof(ProductRetired)),
        Row("Retiring has a reason", Released, new RetireProduct(" "), "CP-DATA-01", "reason"),
        Row("What is retired stays so", Retired, new ReleaseProduct(), "CP-PROD-03"),
        Row("What is retired is not retired", Retired, new RetireProduct("x"), "CP-PROD-03"),
        Row("Nor judged", Retired, new AssessLegality(Legality.Free, "x"), "CP-PROD-03", by: "law-1"),
        Row("A licence that has lapsed is noticed", Sold, new LookAtLicences(), nameof(LicencesLapsed), today: Later.AddDays(1), duties: Duties.Grid),
        Row("On its last day there is nothing to notice", Sold, new LookAtLicences(), RuleRow.Nothing, today: Later, duties: Duties.Grid),
        Row("It is noticed once", After(Sold, new LicencesLapsed(Later.AddDays(1))), new LookAtLicences(), RuleRow.Nothing, today: Later.AddDays(1), duties: Duties.Grid),
        Row("How far deals were told is recorded", After(Sold, new ProductSuspended("x", "cat-1", false)), new NoteDealsTold("OPP-7"), nameof(ProductDealsTold), duties: Duties.Grid),
        Named("Without a catalogue any name will do", Named<ProductView>.FreeText, "whatever", RuleRow.Nothing),
        Named("No name names nothing", Named<ProductView>.Of(), null, RuleRow.Nothing),
        Named("A blank name names nothing", Named<ProductView>.Of(), " \u200b", RuleRow.Nothing),
        Named("A name the catalogue does not have is refused", Of(Released), "CNC-6", "CP-PROD-13"),
        Named("A name may be written in other ways", Of(Released), "ｃｎｃ-５ ", RuleRow.Nothing),
        Named("A draft is not sold", Of(Assessed), "CNC-5", "CP-PROD-14"),
        Named("What is suspended is not sold", Of(Suspended), "CNC-5", "CP-PROD-14"),
        Named("What is retired is not sold", Of(Retired), "CNC-5", "CP-PROD-14"),
        Named("What lacks a licence is not sold", Of(After(Sold, new LicenceWithdrawn("registration", "R-1", "x", "law-1"))), "CNC-5", "CP-PROD-06"),
        Named("What was forbidden since is not sold", Of(After(Released, new LegalityAssessed(Legality.Forbidden, "禁令", "law-1"))), "CNC-5", "CP-PROD-05"),
        Named("A licence for everywhere covers every region", Of(Sold), "CNC-5", RuleRow.Nothing),
        Named("A licence for a region covers it, however it is written", Of(Regional("east")), "CNC-5", RuleRow.Nothing),
        Named("A licence for another region does not", Of(Regional("West")), "CNC-5", "CP-PROD-07"),
        Named("What was brought in is sold until somebody has judged it", Of(Imported), "CNC-5", RuleRow.Nothing),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_products_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_renewed_licence_takes_the_place_of_the_old_one_and_a_withdrawn_one_is_gone()
    {
        var renewed = After(Licensed, new LicenceRecorded("REGISTRATION", "r-1", Later.AddDays(9), ["East"], "law-3"));
        var licence = Assert.Single(renewed.Licences);
        Assert.Equal(("R-1", Later.AddDays(9), "law-3"), (licence.Number.ToUpperInvariant(), licence.ValidUntil, licence.RecordedBy));
        Assert.Equal(["East"], licence.Regions);
        Assert.Empty(After(renewed, new LicenceWithdrawn("registration", "R-1", "x", "law-1")).Licences);
    }

    [Fact]
    public void Deals_are_told_of_what_may_stop_or_resume_a_sale_and_of_nothing_before_the_first_release()
    {
        Assert.Null(Licensed.DealsSince);
        Assert.Null(Released.DealsSince);
        Assert.Null(Imported.DealsSince);
        foreach (var happened in new ProductEvent[]
        {
            new ProductSuspended("x", "cat-1", false), new ProductRetired("x", "cat-1"), new LegalityAssessed(Legality.Forbidden, "x", "law-1"),
            new LicenceRecorded("registration", "R-2", Later, [], "law-1"), new LicenceWithdrawn("registration", "R-1", "x", "law-1"), new LicencesLapsed(World.Today),
        })
            Assert.Equal(World.Now, After(Sold, happened).DealsSince);
        Assert.Null(After(Sold, new ProductRenamed("a", "b", "cat-1")).DealsSince);
        var half = After(After(Sold, new ProductSuspended("x", "cat-1", false)), new ProductDealsTold("OPP-7"));
        Assert.Equal((World.Now, "OPP-7"), (half.DealsSince, half.DealsAfter));
        // Changed meanwhile: from the first on again.
        Assert.Null(After(half, new ProductReleased("cat-1")).DealsAfter);
        Assert.Equal((null, null), (After(half, new ProductDealsTold(null)).DealsSince, After(half, new ProductDealsTold(null)).DealsAfter));
        Assert.Equal(World.Now + ProductKind.TellsAfter, ProductKind.Kind.NextDue("CNC-5", new SubjectRecord<Product> { State = half, Version = 5 }, ShippedWarnings.With(1, []) with { Criteria = [] }));
    }

    [Fact]
    public void Licences_are_warned_of_90_and_30_days_ahead_unless_another_takes_over()
    {
        var warned = Causes(Sold).ToDictionary(c => c.Code, c => c.At);
        Assert.Equal(new(Later.AddDays(-90).ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero), warned["licence-expiring"]);
        Assert.Equal(new(Later.AddDays(-30).ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero), warned["licence-expiring-soon"]);
        Assert.Empty(Causes(Retired));
        Assert.Empty(Causes(Released));
        var renewed = After(Sold, new LicenceRecorded("registration", "R-2", Later.AddDays(100), [], "law-1"));
        Assert.All(Causes(renewed), c => Assert.Contains("R-2", c.Occasion, StringComparison.Ordinal));
        var elsewhere = After(Sold, new LicenceRecorded("registration", "R-2", Later.AddDays(100), ["West"], "law-1"));
        Assert.Equal(4, Causes(elsewhere).Count());
        Assert.Equal(["legality-unassessed"], Causes(Imported).Select(c => c.Code));
        Assert.Empty(Causes(After(Imported, new LegalityAssessed(Legality.Free, "x", "law-1"))));
        foreach (var code in new[] { "licence-expiring", "licence-expiring-soon" })
            Assert.Equal(WarningOwner.ProcessOwner, ShippedWarnings.Policy.Of(code)!.Owner);
        Assert.Equal(WarningOwner.Legal, ShippedWarnings.Policy.Of("legality-unassessed")!.Owner);
    }

    [Fact]
    public void The_list_says_what_is_sold_today()
    {
        string Saleable(Product product, DateOnly today)
        {
            var row = default(ProductFactRow);
            Assert.True(ProductFactRow.Write(ref row, "CNC-5", new SubjectRecord<Product> { State = product, Version = 1 }, new(at => DateOnly.FromDateTime(at.Date))));
            return ProductFactSource.Facts.DimensionFor("saleable")(row, today)!;
        }

        Assert.Equal(("true", "false"), (Saleable(Sold, Later), Saleable(Sold, Later.AddDays(1))));
        Assert.Equal(("false", "true", "true", "false", "false"), (Saleable(Draft, World.Today), Saleable(Released, Later), Saleable(Imported, World.Today), Saleable(Suspended, World.Today), Saleable(Regulated, World.Today)));
    }

    private static Product Many(int licences) => Enumerable.Range(0, licences).Aggregate(Regulated, (p, i) => After(p, new LicenceRecorded("registration", $"N-{i}", Later, [], "law-2")));

    private static Product Regional(string region) => After(After(Regulated, new LicenceRecorded("registration", "R-1", Later, [region], "law-2")), new ProductReleased("cat-1"));

    private static Named<ProductView> Of(Product product) => Named<ProductView>.Of(("CNC-5", product.View("CNC-5", 3)));

    private static IEnumerable<WarningCause> Causes(Product product) => ProductKind.Kind.WarningCauses!("CNC-5", new SubjectRecord<Product> { State = product }, ShippedWarnings.Policy);

    private static Product After(Product product, ProductEvent happened) => product.Evolve(happened, World.Now);

    private static RuleRow Named(string says, Named<ProductView> named, string? text, string expected) =>
        new(says, () => new(ProductNames.CheckSold("product", text, named, World.Today, "East"), []), expected, expected == RuleRow.Nothing ? null : "product");

    private static RuleRow Row(string says, Product current, ProductCommand command, string expected, string? field = null, string by = "cat-1",
        Duties duties = Duties.None, DateOnly? today = null) =>
        new(says, () => Answer.Of(ProductRules.Decide("CNC-5", current, command, World.By(by, duties) with { Today = today ?? World.Today })), expected, field);
}
