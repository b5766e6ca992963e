using System.Collections.Immutable;

namespace SalesGrid.Products;

/// <summary>What can be asked of a product of the catalogue. Its id is its code.</summary>
[GenerateSerializer, Immutable, Alias("sg.ProductCommand")]
public abstract record ProductCommand : Command;

/// <summary>Puts a product into the catalogue, as a draft. For whoever keeps the catalogue.</summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
/// <param name="Family">Product family or line, at most 200 characters; null for none.</param>
/// <param name="UnitOfMeasure">What quantities of it count, e.g. <c>台</c>, at most 200 characters; null when not stated.</param>
[GenerateSerializer, Immutable, Alias("sg.CreateProduct")]
[SentBy(Duties.ProcessOwner)]
public sealed record CreateProduct(
    [property: Id(0)] string NameZh,
    [property: Id(1)] string NameEn,
    [property: Id(2)] string? Family = null,
    [property: Id(3)] string? UnitOfMeasure = null) : ProductCommand;

/// <summary>
/// Brings in a product as another system sells it: released at once, its legality not yet judged, which early warning says until it is.
/// For whoever has the duty of importing, in an import window.
/// </summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
/// <param name="Source">Name of the system it comes from, 1 to 200 characters.</param>
/// <param name="Family">Product family or line, at most 200 characters; null for none.</param>
/// <param name="UnitOfMeasure">What quantities of it count; null when not stated.</param>
[GenerateSerializer, Immutable, Alias("sg.ImportProduct")]
[SentBy(Duties.Importer, IsImport = true)]
public sealed record ImportProduct(
    [property: Id(0)] string NameZh,
    [property: Id(1)] string NameEn,
    [property: Id(2)] string Source,
    [property: Id(3)] string? Family = null,
    [property: Id(4)] string? UnitOfMeasure = null) : ProductCommand;

/// <summary>Gives a product other names. For whoever keeps the catalogue.</summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RenameProduct")]
[SentBy(Duties.ProcessOwner)]
public sealed record RenameProduct([property: Id(0)] string NameZh, [property: Id(1)] string NameEn) : ProductCommand;

/// <summary>Says which family a product is of and what quantities of it count. For whoever keeps the catalogue.</summary>
/// <param name="Family">Product family or line, at most 200 characters; null for none.</param>
/// <param name="UnitOfMeasure">What quantities of it count, at most 200 characters; null when not stated.</param>
[GenerateSerializer, Immutable, Alias("sg.ClassifyProduct")]
[SentBy(Duties.ProcessOwner)]
public sealed record ClassifyProduct([property: Id(0)] string? Family, [property: Id(1)] string? UnitOfMeasure) : ProductCommand;

/// <summary>
/// Judges whether a product may be sold by law (产品合法性). It lifts a suspension for legal reasons as well, where it does not forbid. For
/// legal, and not for who released the product.
/// </summary>
/// <param name="Legality">What the judgement is.</param>
/// <param name="Basis">What it rests on, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.AssessLegality")]
[SentBy(Duties.Legal)]
public sealed record AssessLegality([property: Id(0)] Legality Legality, [property: Id(1)] string Basis) : ProductCommand;

/// <summary>Records a licence or registration (许可、注册证). One of the same sort and number is put in its place. For legal, and not for who released the product.</summary>
/// <param name="Licence">Sort of licence, e.g. <c>medical-device-registration</c>, 1 to 200 characters.</param>
/// <param name="Number">Its number, 1 to 200 characters.</param>
/// <param name="ValidUntil">Last day it is good for, at most 20 years ahead.</param>
/// <param name="Regions">Regions it is good for, as salespeople are placed in them, at most 50; empty for everywhere.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordLicence")]
[SentBy(Duties.Legal)]
public sealed record RecordLicence(
    [property: Id(0)] string Licence,
    [property: Id(1)] string Number,
    [property: Id(2)] DateOnly ValidUntil,
    [property: Id(3)] ImmutableArray<string>? Regions = null) : ProductCommand;

/// <summary>Takes a licence away before its day: revoked, surrendered or recorded by mistake. For legal.</summary>
/// <param name="Licence">Sort of licence.</param>
/// <param name="Number">Its number.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.WithdrawLicence")]
[SentBy(Duties.Legal)]
public sealed record WithdrawLicence(
    [property: Id(0)] string Licence,
    [property: Id(1)] string Number,
    [property: Id(2)] string Reason) : ProductCommand;

/// <summary>Has a product sold, for the first time or again. For whoever keeps the catalogue, and not for who judged its legality or recorded a licence it has.</summary>
[GenerateSerializer, Immutable, Alias("sg.ReleaseProduct")]
[SentBy(Duties.ProcessOwner)]
public sealed record ReleaseProduct : ProductCommand;

/// <summary>
/// Stops the sale of a product until it is released again. For whoever keeps the catalogue, legal and internal control. Where legal stopped it,
/// its legality is judged anew first.
/// </summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.SuspendProduct")]
[SentBy(Duties.ProcessOwner | Duties.Legal | Duties.Controller)]
public sealed record SuspendProduct([property: Id(0)] string Reason) : ProductCommand;

/// <summary>Takes a product out of sale for good. For whoever keeps the catalogue.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RetireProduct")]
[SentBy(Duties.ProcessOwner)]
public sealed record RetireProduct([property: Id(0)] string Reason) : ProductCommand;

/// <summary>Looks whether a licence has lapsed. Sent by the grid when its last day is over.</summary>
[GenerateSerializer, Immutable, Alias("sg.LookAtLicences")]
[SentBy(Duties.Grid)]
public sealed record LookAtLicences : ProductCommand;

/// <summary>Records how far the deals in hand have been told how the product stands. Sent by the grid.</summary>
/// <param name="After">Id of the last deal told; null when all have been.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteDealsTold")]
[SentBy(Duties.Grid)]
public sealed record NoteDealsTold([property: Id(0)] string? After) : ProductCommand;

/// <summary>Whether a product may be sold by law. Numbers are fixed: they are stored.</summary>
public enum Legality
{
    /// <summary>Nobody has judged it yet. Only what was brought in is sold like this.</summary>
    Unassessed = 0,

    /// <summary>It may be sold without a licence.</summary>
    Free = 1,

    /// <summary>It may be sold where and as long as a licence covers it.</summary>
    WithLicence = 2,

    /// <summary>It must not be sold.</summary>
    Forbidden = 3,
}

/// <summary>Where a product stands. Numbers are fixed: they are stored.</summary>
public enum ProductStatus
{
    /// <summary>There is no such product.</summary>
    None = 0,

    /// <summary>In the catalogue, not yet sold.</summary>
    Draft = 1,

    /// <summary>Sold, as far as the law lets it.</summary>
    Released = 2,

    /// <summary>Not sold until it is released again.</summary>
    Suspended = 3,

    /// <summary>Not sold any more.</summary>
    Retired = 4,
}
