using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Products.ProductEvent>;

namespace SalesGrid.Products;

/// <summary>The rules of a product. Pure: the same arguments always give the same answer.</summary>
public static class ProductRules
{
    /// <summary>Decides a command.</summary>
    public static Decision Decide(string id, Product current, ProductCommand command, DecisionContext request)
    {
        if (command is CreateProduct or ImportProduct)
        {
            if (current.Status != ProductStatus.None)
                return ControlPoints.ProductMustBeNew.RefuseField("id", id);
        }
        else if (current.Status == ProductStatus.None)
        {
            return ControlPoints.ProductMustExist.Refuse(id);
        }
        return command switch
        {
            CreateProduct c => Refusal.All(CheckNames(c.NameZh, c.NameEn), CheckClass(c.Family, c.UnitOfMeasure)) is { } refusal
                ? refusal
                : Decision.Record(new ProductCreated(c.NameZh, c.NameEn, c.Family, c.UnitOfMeasure, request.Actor)),
            ImportProduct c => Refusal.All(CheckNames(c.NameZh, c.NameEn), Validation.Required("source", c.Source), CheckClass(c.Family, c.UnitOfMeasure)) is { } refusal
                ? refusal
                : Decision.Record(new ProductImported(c.NameZh, c.NameEn, c.Source, c.Family, c.UnitOfMeasure, request.Actor)),
            NoteDealsTold c => Decision.Record(new ProductDealsTold(c.After)),
            LookAtLicences => current.NextLapse() is { } lapse && lapse < request.Today ? Decision.Record(new LicencesLapsed(request.Today)) : Decision.Nothing,
            _ when current.Status == ProductStatus.Retired => Stands(current, "未退市", "not retired"),
            RenameProduct c => Rename(current, c, request),
            ClassifyProduct c => Classify(current, c, request),
            AssessLegality c => Assess(current, c, request),
            RecordLicence c => Record(current, c, request),
            WithdrawLicence c => Withdraw(current, c, request),
            ReleaseProduct => Release(id, current, request),
            SuspendProduct c => Suspend(current, c, request),
            RetireProduct c => Validation.Required("reason", c.Reason, Validation.MaxTextLength) is { } refusal
                ? refusal
                : Decision.Record(new ProductRetired(c.Reason, request.Actor)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
        };
    }

    /// <summary>Why the law, or the want of a licence, keeps a product from being sold on a day; null when nothing does.</summary>
    /// <param name="field">The member of the command that names it; null for none.</param>
    /// <param name="product">The product.</param>
    /// <param name="day">The day.</param>
    /// <param name="region">Where it is to be sold; null for anywhere.</param>
    public static Refusal? WhyNotLawful(string? field, ProductView product, DateOnly day, string? region) => product.Legality switch
    {
        Legality.Free => null,
        // What was brought in is sold as it was until somebody has judged it.
        Legality.Unassessed => product.Source is null ? ControlPoints.LegalityMustBeAssessed.RefuseField(field, product.Id) : null,
        Legality.Forbidden => ControlPoints.ProductMustBeLegal.RefuseField(field, product.Id),
        _ when !product.Licences.Any(l => l.ValidUntil >= day) =>
            ControlPoints.ProductMustBeLicensed.RefuseField(field, product.Id, $"{day:yyyy-MM-dd}").Needing(LastDayOf(product), day),
        _ => product.Licences.Any(l => l.ValidUntil >= day && l.Covers(region)) ? null
            : ControlPoints.ProductMustBeLicensedThere.RefuseField(field, product.Id, region, region).Needing(null, region),
    };

    /// <summary>Why a product is not sold on a day; null when it is.</summary>
    /// <param name="field">The member of the command that names it; null for none.</param>
    /// <param name="product">The product.</param>
    /// <param name="day">The day.</param>
    /// <param name="region">Where it is to be sold; null for anywhere.</param>
    public static Refusal? WhyNotSold(string? field, ProductView product, DateOnly day, string? region)
    {
        if (product.Status == ProductStatus.Released)
            return WhyNotLawful(field, product, day, region);
        var (zh, en) = NameOf(product.Status);
        return ControlPoints.ProductMustBeReleased.RefuseField(field, product.Id, zh, en).Needing(GridJson.NameOf(product.Status), GridJson.NameOf(ProductStatus.Released));
    }

    private static Decision Rename(Product current, RenameProduct command, DecisionContext request)
    {
        if (CheckNames(command.NameZh, command.NameEn) is { } refusal)
            return refusal;
        return (current.NameZh, current.NameEn) == (command.NameZh, command.NameEn)
            ? Decision.Nothing
            : Decision.Record(new ProductRenamed(command.NameZh, command.NameEn, request.Actor));
    }

    private static Decision Classify(Product current, ClassifyProduct command, DecisionContext request)
    {
        if (CheckClass(command.Family, command.UnitOfMeasure) is { } refusal)
            return refusal;
        return (current.Family, current.UnitOfMeasure) == (command.Family, command.UnitOfMeasure)
            ? Decision.Nothing
            : Decision.Record(new ProductClassified(command.Family, command.UnitOfMeasure, request.Actor));
    }

    private static Decision Assess(Product current, AssessLegality command, DecisionContext request)
    {
        if (Refusal.All(
                command.Legality is Legality.Unassessed || !Enum.IsDefined(command.Legality)
                    ? Validation.Invalid("legality", "须为 free、withLicence 或 forbidden", "free, withLicence or forbidden")
                    : null,
                Validation.Required("basis", command.Basis, Validation.MaxTextLength),
                // Whoever had it sold may say that it must not be.
                command.Legality == Legality.Forbidden ? null : CheckJudge(current, request)) is { } refusal)
            return refusal;
        return current.Legality == command.Legality && current.Basis == command.Basis && SubjectId.Same(current.AssessedBy, request.Actor) && !current.HeldByLegal
            ? Decision.Nothing
            : Decision.Record(new LegalityAssessed(command.Legality, command.Basis, request.Actor));
    }

    private static Decision Record(Product current, RecordLicence command, DecisionContext request)
    {
        var regions = command.Regions is { IsDefault: false } stated ? stated : [];
        var sameAs = current.Licences.FirstOrDefault(l => l.Is(command.Licence, command.Number));
        if (Refusal.All(
                Validation.Required("licence", command.Licence),
                Validation.Required("number", command.Number),
                PlausibleDays.Within("validUntil", command.ValidUntil, request.Today, request.Today.AddYears(Product.LicenceYearsAhead)),
                CheckRegions(regions),
                CheckJudge(current, request),
                sameAs is null && current.Licences.Length >= Product.LicencesMax ? ControlPoints.LicencesMustBeFew.Refuse(Product.LicencesMax) : null) is { } refusal)
            return refusal;
        return sameAs is not null && sameAs.ValidUntil == command.ValidUntil && sameAs.Regions.SequenceEqual(regions)
            ? Decision.Nothing
            : Decision.Record(new LicenceRecorded(command.Licence, command.Number, command.ValidUntil, regions, request.Actor));
    }

    private static Decision Withdraw(Product current, WithdrawLicence command, DecisionContext request)
    {
        if (Refusal.All(
                Validation.Required("licence", command.Licence),
                Validation.Required("number", command.Number),
                Validation.Required("reason", command.Reason, Validation.MaxTextLength)) is { } refusal)
            return refusal;
        return current.Licences.FirstOrDefault(l => l.Is(command.Licence, command.Number)) is { } licence
            ? Decision.Record(new LicenceWithdrawn(licence.Licence, licence.Number, command.Reason, request.Actor))
            : ControlPoints.LicenceMustBeRecorded.RefuseField("number", command.Licence, command.Number);
    }

    private static Decision Release(string id, Product current, DecisionContext request)
    {
        if (current.Status == ProductStatus.Released)
            return Decision.Nothing;
        return Refusal.All(
                current.HeldByLegal ? ControlPoints.LegalHoldMustBeLifted.Refuse() : null,
                // What was brought in is sold as it was until its sale is stopped; from then on it takes a judgement like any other.
                current.Legality == Legality.Unassessed
                    ? ControlPoints.LegalityMustBeAssessed.Refuse(id)
                    : WhyNotLawful(null, current.View(id, request.Version), request.Today, null),
                HasJudged(current, request.Actor)
                    ? ControlPoints.ProductMustBeReleasedByAnother.Refuse(request.Actor)
                    : null) is { } refusal
            ? refusal
            : Decision.Record(new ProductReleased(request.Actor));
    }

    private static Decision Suspend(Product current, SuspendProduct command, DecisionContext request)
    {
        var byLegal = request.HasAny(Duties.Legal);
        return Refusal.All(
                Validation.Required("reason", command.Reason, Validation.MaxTextLength),
                // What is suspended already legal may still hold.
                current.Status == ProductStatus.Released || (current.Status == ProductStatus.Suspended && byLegal && !current.HeldByLegal) ? null
                    : Stands(current, "在售", "released")) is { } refusal
            ? refusal
            : Decision.Record(new ProductSuspended(command.Reason, request.Actor, byLegal));
    }

    private static bool HasJudged(Product current, string person) => SubjectId.Same(current.AssessedBy, person)
        || current.Licences.Any(l => SubjectId.Same(l.RecordedBy, person)) || current.Judges.Contains(person, SubjectId.Comparer);

    private static Refusal? CheckJudge(Product current, DecisionContext request) => SubjectId.Same(current.ReleasedBy, request.Actor) || current.Releasers.Contains(request.Actor, SubjectId.Comparer)
        ? ControlPoints.LegalityMustBeJudgedByAnother.Refuse(request.Actor)
        : null;

    private static Refusal? CheckNames(string zh, string en) => Refusal.All(Validation.Required("nameZh", zh), Validation.Required("nameEn", en));

    private static Refusal? CheckClass(string? family, string? unit) => Refusal.All(Validation.Optional("family", family), Validation.Optional("unitOfMeasure", unit));

    private static Refusal? CheckRegions(ImmutableArray<string> regions)
    {
        if (regions.Length > Product.RegionsMax)
            return Validation.Invalid("regions", $"最多 {Product.RegionsMax} 个", $"at most {Product.RegionsMax}");
        Refusal? found = null;
        var seen = new HashSet<string>(IdentityText.Comparer);
        for (var i = 0; i < regions.Length; i++)
        {
            found = Refusal.All(found, Validation.Required($"regions[{i}]", regions[i])
                ?? (seen.Add(regions[i]) ? null : Validation.Invalid($"regions[{i}]", "区域重复", "the region comes twice")));
        }
        return found;
    }

    private static DateOnly? LastDayOf(ProductView product) => product.Licences.Select(l => (DateOnly?)l.ValidUntil).Max();

    private static Refusal Stands(Product current, string zh, string en)
    {
        var (nowZh, nowEn) = NameOf(current.Status);
        return ControlPoints.ProductMustStandThere.Refuse(nowZh, nowEn, zh, en).Needing(GridJson.NameOf(current.Status));
    }

    private static (string Zh, string En) NameOf(ProductStatus status) => status switch
    {
        ProductStatus.Draft => ("草稿", "a draft"),
        ProductStatus.Released => ("在售", "released"),
        ProductStatus.Suspended => ("暂停", "suspended"),
        _ => ("已退市", "retired"),
    };
}
