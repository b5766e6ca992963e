using SalesGrid.Gateway.Contracts;
using SalesGrid.Gateway.Customers;
using SalesGrid.Gateway.Opportunities;
using SalesGrid.Gateway.PriceLists;
using SalesGrid.Gateway.Quotes;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Gateway.Targets;
using SalesGrid.Gateway.Warnings;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Every kind of object that is reached through a <see cref="SubjectSurface"/>.</summary>
public static class Surfaces
{
    /// <summary>All of them. Kinds with endpoints of their own add here what those do not have.</summary>
    public static IReadOnlyList<SubjectSurface> All { get; } =
    [
        WarningEndpoints.Surface,
        OpportunitySurface.Opportunity,
        OpportunitySurface.Claim,
        SalespersonSurface.Surface,
        TargetSurface.Surface,
        CustomerSurfaces.Customers,
        CustomerSurfaces.Pool,
        CustomerSurfaces.Picks,
        PriceListSurface.Surface,
        QuoteSurface.Surface,
        ContractSurface.Surface,
    ];

    /// <summary>Every command of theirs, by <c>kind.name</c>.</summary>
    public static IReadOnlyDictionary<string, (SubjectSurface Surface, CommandDoor Door)> Commands { get; } = SubjectSurface.ByName(All);

    /// <summary>Maps them all.</summary>
    public static void MapSubjects(this IEndpointRouteBuilder app)
    {
        foreach (var surface in All)
            app.MapSubject(surface);
    }
}
