using SalesGrid.Gateway.Contracts;
using SalesGrid.Gateway.PriceLists;
using SalesGrid.Gateway.Quotes;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Every kind of object that is reached through a <see cref="SubjectSurface"/>.</summary>
public static class Surfaces
{
    /// <summary>All of them. Kinds with endpoints of their own add here what those do not have.</summary>
    public static IReadOnlyList<SubjectSurface> All { get; } =
    [
        new("customer", "customers", "C", "Customers", null, []),
        new("salesperson", "salespeople", "S", "Salespeople", null, []),
        new("opportunity", "opportunities", "O", "Opportunities", null, []),
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
