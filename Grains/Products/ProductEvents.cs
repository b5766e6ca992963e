using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Products;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a product.</summary>
public abstract record ProductEvent : SubjectEvent;

public sealed record ProductCreated(string NameZh, string NameEn, string? Family, string? UnitOfMeasure, string By) : ProductEvent;

/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Source">The system it comes from.</param>
/// <param name="Family">Product family.</param>
/// <param name="UnitOfMeasure">What quantities of it count.</param>
/// <param name="By">Who brought it in.</param>
public sealed record ProductImported(string NameZh, string NameEn, string Source, string? Family, string? UnitOfMeasure, string By) : ProductEvent;

public sealed record ProductRenamed(string NameZh, string NameEn, string By) : ProductEvent;

public sealed record ProductClassified(string? Family, string? UnitOfMeasure, string By) : ProductEvent;

public sealed record LegalityAssessed(Legality Legality, string Basis, string By) : ProductEvent;

public sealed record LicenceRecorded(string Licence, string Number, DateOnly ValidUntil, ImmutableArray<string> Regions, string By) : ProductEvent;

public sealed record LicenceWithdrawn(string Licence, string Number, string Reason, string By) : ProductEvent;

/// <param name="On">The day before which every licence that has lapsed by now had its last day.</param>
public sealed record LicencesLapsed(DateOnly On) : ProductEvent;

public sealed record ProductReleased(string By) : ProductEvent;

/// <param name="Reason">Why.</param>
/// <param name="By">Who stopped the sale.</param>
/// <param name="ByLegal">True where legal did: then legal has to judge the product anew.</param>
public sealed record ProductSuspended(string Reason, string By, bool ByLegal) : ProductEvent;

public sealed record ProductRetired(string Reason, string By) : ProductEvent;

/// <param name="After">Id of the last deal that was told how the product stands; null once all have been.</param>
public sealed record ProductDealsTold(string? After) : ProductEvent;
