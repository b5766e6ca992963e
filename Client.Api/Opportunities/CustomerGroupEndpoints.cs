using System.Collections.Immutable;
using SalesGrid.Customers;
using SalesGrid.Gateway.Customers;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Opportunities;

/// <summary>A customer and all that stand below it, with what is open, won and lent of each and of all together.</summary>
/// <param name="Id">The customer asked about.</param>
/// <param name="Customers">It and those below it the caller may read, level by level, by id within one.</param>
/// <param name="Deals">The deals of these customers together, by currency.</param>
/// <param name="Credit">Their credit together, by currency.</param>
/// <param name="Truncated">True when there are more customers below it than are looked at: then nothing here is of all of them.</param>
/// <param name="Watermark">How far each bucket's entries are in the deals.</param>
/// <param name="AsOf">When the newest entry in them was decided; null when there is none.</param>
/// <param name="Day">The business day credit was looked at on.</param>
public sealed record CustomerGroupAnswer(
    string Id, ImmutableArray<GroupCustomer> Customers, ImmutableArray<GroupDeals> Deals, ImmutableArray<GroupCredit> Credit, bool Truncated, string Watermark, DateTimeOffset? AsOf, DateOnly Day);

/// <summary>One customer of a group.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The customer it belongs to; null for none.</param>
/// <param name="Level">How many levels below the one asked about; 0 for itself.</param>
/// <param name="Deals">Its deals the caller may read, by currency.</param>
/// <param name="Credit">Its credit; null while none was granted.</param>
public sealed record GroupCustomer(string Id, string Name, string? Parent, int Level, ImmutableArray<GroupDeals> Deals, GroupCredit? Credit);

/// <summary>Deals in one currency.</summary>
/// <param name="Currency">The currency; null for deals without an amount.</param>
/// <param name="Open">How many are open.</param>
/// <param name="OpenAmount">Their amount, major units.</param>
/// <param name="Won">How many are won.</param>
/// <param name="WonAmount">Their amount, major units.</param>
public sealed record GroupDeals(string? Currency, long Open, decimal OpenAmount, long Won, decimal WonAmount);

/// <summary>Credit in one currency.</summary>
/// <param name="Limit">What was granted and may be drawn on today: neither suspended nor over.</param>
/// <param name="Held">What contracts have reserved, of whatever was granted.</param>
/// <param name="Available">What may still be drawn on today: limit less what is held of it, customer by customer; negative where a limit was lowered.</param>
public sealed record GroupCredit(Money Limit, Money Held, Money Available);

/// <summary>Groups of companies over HTTP.</summary>
public static class CustomerGroupEndpoints
{
    /// <summary>Most customers of one group that are looked at.</summary>
    public const int CustomersMax = 2_000;

    public static void MapCustomerGroups(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/customers/{id}/group", Read)
            .WithTags("Customers")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("customer"))
            .WithSummary("集团汇总 · A customer and all that stand below it: open and won deals, and credit, of each and together")
            .WithDescription("""
                Customers below it by their parents, at every level, at most 2,000; those outside the caller's scope are neither listed nor counted, nor are deals outside it. What stands below one that is hidden is looked at all the same.
                from, to: inclusive days; a won deal counts on the day it was won, an open one on the day it is expected to close. Amounts of different currencies are never added.
                """)
            .WithQuery(Period)
            .Produces<CustomerGroupAnswer>();

    private static (DateOnly? From, DateOnly? To) Period(QueryReader reader)
    {
        var (from, to) = (reader.Day("from"), reader.Day("to"));
        if (from > to)
            reader.Refuse("to", "早于 from", "it is before from");
        return (from, to);
    }

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (from, to) = Period(reader);
        if (reader.Refusal is { } malformed)
            return Problems.Of(http, malformed);
        var gone = http.RequestAborted;
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Customer(id), static c => c.Get(), gone) is not { } root)
            return Problems.Of(http, ControlPoints.CustomerMustExist.Refuse(id));
        var scope = http.Scope();
        var (all, day, truncated) = await Below(root, grid, gone);
        var members = all.Where(m => scope is null || scope.Admits(m.Customer.File?.OwnerId)).ToArray();

        // A customer's figures are those of what was merged into it as well.
        ImmutableArray<string> ids = [.. members.SelectMany(m => m.Customer.MergedFrom.Prepend(m.Customer.Id))];
        var query = new KpiQuery([KpiDimension.Customer], from, to) { ByOwner = scope is not null };
        var parts = await grid.AskAll((projection, _) => projection.KpisOfMany(query, ids), gone);
        var cells = parts.SelectMany(p => p.Cells).Where(c => scope is null || scope.Admits(c.Owner)).ToLookup(c => c.Key[0], StringComparer.Ordinal);
        return Results.Ok(new CustomerGroupAnswer(root.Id,
            [.. members.Select(m => new GroupCustomer(m.Customer.Id, m.Customer.Profile.Name, m.Customer.Profile.Parent, m.Level, Deals(m.Customer.MergedFrom.Prepend(m.Customer.Id).SelectMany(id => cells[id])), Sum([m.Customer], day).FirstOrDefault()))],
            Deals(cells.SelectMany(c => c)), Sum(members.Select(m => m.Customer), day), truncated, Watermarks.Text(parts.Select(p => p.Watermark)), parts.Max(p => p.AsOf), day));
    }

    /// <summary>A customer and those below it, level by level; each once, whatever two changes at one moment may have made of the tree.</summary>
    private static async Task<(IReadOnlyList<(CustomerView Customer, int Level)> All, DateOnly Day, bool Truncated)> Below(CustomerView root, GridGateway grid, CancellationToken gone)
    {
        var all = new List<(CustomerView Customer, int Level)> { (root, 0) };
        var seen = new HashSet<string>(StringComparer.Ordinal) { root.Id };
        var day = default(DateOnly);
        for (var (level, above) = (1, new[] { root.Id }); above.Length > 0; level++)
        {
            var found = new List<CustomerView>();
            foreach (var parents in above.Chunk(ListQuery.MaxValues))
            {
                var query = new ListQuery { Kind = "customer", Where = [new(CustomerSchema.Parent, [.. parents])], Limit = ListQuery.MaxLimit };
                for (var more = true; more && all.Count + found.Count <= CustomersMax;)
                {
                    var page = await GridList.Read(grid, query, gone);
                    day = page.Parts.Max(p => p.Day);
                    found.AddRange(page.Rows.Select(r => (CustomerView)r.Row).Where(c => seen.Add(c.Id)));
                    if (more = page.More)
                        query = query with { After = page.Rows[^1].Place };
                }
            }
            all.AddRange(found.OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => (c, level)));
            if (all.Count > CustomersMax)
                return (all[..CustomersMax], day, true);
            above = [.. found.Select(c => c.Id)];
        }
        return (all, day, false);
    }

    private static ImmutableArray<GroupDeals> Deals(IEnumerable<KpiCell> cells) =>
    [
        .. cells.GroupBy(c => c.Currency).OrderBy(g => g.Key is null).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Currency: g.Key, Sum: g.Aggregate(default(KpiTotals), (sum, cell) => sum + KpiTotals.Of(cell))))
            .Where(g => g.Sum.Open + g.Sum.Won > 0)
            .Select(g => new GroupDeals(g.Currency, g.Sum.Open, Major(g.Sum.OpenMinor, g.Currency), g.Sum.Won, Major(g.Sum.WonMinor, g.Currency))),
    ];

    private static decimal Major(Int128 minor, string? currency) => currency is null ? 0 : (decimal)minor / Currencies.MinorPerMajor(currency);

    private static ImmutableArray<GroupCredit> Sum(IEnumerable<CustomerView> customers, DateOnly day) =>
    [
        .. customers.Select(c => c.File?.Credit).OfType<CreditView>().Where(c => c is { Credit.Line: not null, Held: not null, Available: not null })
            .GroupBy(c => c.Credit.Line!.Limit.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g =>
            {
                var inForce = g.Where(c => c.Credit is { Suspended: null, Line: { } line } && line.ValidUntil >= day).ToArray();
                Money Of(long minor) => new(minor, g.Key);
                return new GroupCredit(Of(inForce.Sum(c => c.Credit.Line!.Limit.MinorUnits)), Of(g.Sum(c => c.Held!.Value.MinorUnits)), Of(inForce.Sum(c => c.Available!.Value.MinorUnits)));
            }),
    ];
}
