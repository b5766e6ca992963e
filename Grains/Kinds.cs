using System.Runtime.CompilerServices;
using SalesGrid.Accounting;
using SalesGrid.Catalogues;
using SalesGrid.Channels;
using SalesGrid.Claims;
using SalesGrid.Contracts;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.ImportWindows;
using SalesGrid.Opportunities;
using SalesGrid.Pools;
using SalesGrid.PriceLists;
using SalesGrid.Processes;
using SalesGrid.Products;
using SalesGrid.Quotes;
using SalesGrid.Rates;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using SalesGrid.Targets;
using SalesGrid.Units;
using SalesGrid.Users;
using SalesGrid.Warnings;

namespace SalesGrid;

/// <summary>Every kind of business object of the grid: one line each.</summary>
internal static class Kinds
{
    /// <summary>Makes the kinds known before anything of this assembly runs.</summary>
#pragma warning disable CA2255 // Rules, folds and codecs are used without a silo too: there is no other moment all of them share.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => SubjectKinds.Add(
        CustomerKind.Kind,
        SalespersonKind.Kind,
        UnitSubjects.Kind,
        OpportunityKind.Kind,
        ProcessKind.Kind,
        ClaimKind.Kind,
        WarningPolicyKind.Kind,
        RatesKind.Kind,
        AccountingKind.Kind,
        ImportWindowKind.Kind,
        RefusedCommandKind.Kind,
        TargetKind.Kind,
        UserKind.Kind,
        PoolKind.Kind,
        PickKind.Kind,
        CatalogueKind.Kind,
        ProductKind.Kind,
        ChannelKind.Kind,
        PriceListKind.Kind,
        QuoteKind.Kind,
        ContractKind.Kind);
}
