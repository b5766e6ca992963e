using System.Globalization;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Products;

/// <summary>What a product is watched for, and what it is sent when a day has come.</summary>
internal static class ProductWarnings
{
    /// <summary>Criterion: a licence has its last day in <c>days</c> days, far ahead.</summary>
    public const string LicenceExpiring = "licence-expiring";

    /// <summary>Criterion: a licence has its last day in <c>days</c> days, close by.</summary>
    public const string LicenceExpiringSoon = "licence-expiring-soon";

    /// <summary>Criterion: a product was brought in <c>days</c> ago, and nobody has judged its legality.</summary>
    public const string LegalityUnassessed = "legality-unassessed";

    public static IEnumerable<Timed> Timers(Product product) =>
        product.NextLapse() is { } lapse ? [new Timed(Begun(lapse.AddDays(1)), new LookAtLicences())] : [];

    public static IEnumerable<WarningCause> Of(string id, SubjectRecord<Product> record, WarningPolicy policy)
    {
        var product = record.State;
        if (product.Status is ProductStatus.None or ProductStatus.Retired)
            yield break;
        if (product is { Legality: Legality.Unassessed, Source: not null } && policy.Of(LegalityUnassessed) is { } unassessed)
            yield return new(LegalityUnassessed, "imported", product.CreatedAt.AddDays(unassessed.Days),
                new($"产品 {id} 导入后合法性尚未判断。", $"The legality of product {id}, which was brought in, was not judged yet."));
        if (product.Legality != Legality.WithLicence)
            yield break;
        foreach (var licence in product.Licences)
        {
            if (IsReplaced(licence, product))
                continue;
            foreach (var code in new[] { LicenceExpiring, LicenceExpiringSoon })
            {
                if (policy.Of(code) is { } criterion)
                    yield return new(code, $"{licence.Licence}:{licence.Number}:{Text(licence.ValidUntil)}", Begun(licence.ValidUntil.AddDays(-criterion.Days)),
                        new($"产品 {id} 的许可“{licence.Licence}”({licence.Number})于 {Text(licence.ValidUntil)} 到期。",
                            $"The licence {licence.Licence} ({licence.Number}) of product {id} is good until {Text(licence.ValidUntil)}."));
            }
        }
    }

    /// <summary>True where another licence of the sort covers at least the same regions for longer.</summary>
    private static bool IsReplaced(ProductLicence licence, Product product) => product.Licences.Any(other =>
        other != licence && other.ValidUntil > licence.ValidUntil && IdentityText.Same(other.Licence, licence.Licence)
        && (other.Regions.IsEmpty || (!licence.Regions.IsEmpty && licence.Regions.All(other.Covers))));

    /// <summary>A moment at which a day has begun everywhere: noon, UTC. What follows from state alone knows no time zone.</summary>
    private static DateTimeOffset Begun(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
