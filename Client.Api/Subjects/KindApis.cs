using SalesGrid.Gateway.Accounting;
using SalesGrid.Gateway.Catalogues;
using SalesGrid.Gateway.Channels;
using SalesGrid.Gateway.Contracts;
using SalesGrid.Gateway.Customers;
using SalesGrid.Gateway.ImportWindows;
using SalesGrid.Gateway.Opportunities;
using SalesGrid.Gateway.PriceLists;
using SalesGrid.Gateway.Processes;
using SalesGrid.Gateway.Products;
using SalesGrid.Gateway.Quotes;
using SalesGrid.Gateway.Rates;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Gateway.Targets;
using SalesGrid.Gateway.Units;
using SalesGrid.Gateway.Users;
using SalesGrid.Gateway.Warnings;

namespace SalesGrid.Gateway.Subjects;

/// <summary>Every kind of object that is reached through a <see cref="KindApi"/>.</summary>
public static class KindApis
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KindApi> All { get; } =
    [
        WarningEndpoints.Api,
        OpportunityApi.Opportunity,
        OpportunityApi.Claim,
        SalespersonApi.Api,
        UnitApi.Api,
        TargetApi.Api,
        ProcessApi.Api,
        CustomerApis.Customers,
        CustomerApis.Pool,
        CustomerApis.Picks,
        ProductApi.Api,
        ChannelApi.Api,
        CatalogueApi.Api,
        PriceListApi.Api,
        RatesApi.Api,
        AccountingApi.Api,
        ImportWindowApi.Api,
        QuoteApi.Api,
        ContractApi.Api,
        UserApi.Api,
    ];

    /// <summary>Every command of theirs, by <c>kind.name</c>.</summary>
    public static IReadOnlyDictionary<string, (KindApi Kind, CommandRoute Route)> Commands { get; } = KindApi.ByName(All);

    /// <summary>Maps them all.</summary>
    public static void MapSubjects(this IEndpointRouteBuilder app)
    {
        foreach (var kind in All)
            app.MapSubject(kind);
    }
}
