using SalesGrid.Customers;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Pipeline;

namespace SalesGrid.Gateway.Customers;

/// <summary>A customer as sent by a caller.</summary>
public sealed record CustomerBody
{
    /// <summary>Id of the new customer; made up when left out. Not allowed in a change.</summary>
    public string? Id { get; init; }

    /// <summary>Name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Industry, a dimension of the KPIs.</summary>
    public string? Sector { get; init; }

    /// <summary>Where its headquarters is, a dimension of the KPIs.</summary>
    public string? Country { get; init; }

    /// <summary>City of its headquarters, a dimension of the KPIs.</summary>
    public string? City { get; init; }

    /// <summary>Id of the customer it is a subsidiary of.</summary>
    public string? Parent { get; init; }

    /// <summary>Number of employees.</summary>
    public int? Employees { get; init; }

    /// <summary>Year it was founded.</summary>
    public int? YearEstablished { get; init; }

    /// <summary>Annual revenue, major units.</summary>
    public decimal? AnnualRevenue { get; init; }

    /// <summary>Currency of the revenue, ISO 4217. CNY when left out.</summary>
    public string? Currency { get; init; }

    /// <summary>Unified social credit code (统一社会信用代码), 18 characters. No two customers have the same.</summary>
    public string? CreditCode { get; init; }

    /// <summary>The profile, or why it cannot be one.</summary>
    public (CustomerProfile? Profile, Refusal? Refusal) ToProfile()
    {
        var (revenue, refusal) = Amounts.Read("annualRevenue", AnnualRevenue, Currency);
        return (new(Name, Sector, Country, Parent, Employees, YearEstablished, revenue, CreditCode, City), refusal);
    }
}

/// <summary>Customers over HTTP.</summary>
public static class CustomerEndpoints
{
    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/customers").WithTags("Customers").RequireAuthorization(Policies.Read);

        group.MapPost("", (CustomerBody body, HttpContext http, GridGateway grid) => Register(body, http, grid))
            .RequireAuthorization(Policies.Write)
            .WithSummary("登记客户 · Register a customer")
            .WithExample(new { id = "C-1001", name = "华东精密机械有限公司", sector = "manufacturing", country = "CN", employees = 1200, annualRevenue = 350000000, currency = "CNY", creditCode = "91350100M000100Y43" })
            .Produces<ReceiptBody>(201);

        group.MapPut("/{id}", (string id, CustomerBody body, HttpContext http, GridGateway grid) => Amend(id, body, http, grid))
            .RequireAuthorization(Policies.Write)
            .WithSummary("修改客户 · Replace what is known of a customer")
            .WithExample(new { name = "华东精密机械有限公司", sector = "machinery", country = "CN" })
            .Produces<ReceiptBody>();

        group.MapGet("/{id}", async (string id, HttpContext http, GridGateway grid) =>
                !SubjectId.IsValid(id) || await grid.Ask(grid.Customer(id), static c => c.Get(), http.RequestAborted) is not { } view
                    ? Problems.Of(http, ControlPoints.CustomerMustExist.Refuse(id))
                    : CommandResults.Found(http, view.Version, CustomerAnswer.Of(view, Readers.SeesContactsOf(view, http.User))))
            .WithSummary("一个客户 · One customer")
            .Produces<CustomerAnswer>();

        group.MapGet("", async (HttpContext http, GridGateway grid, string? tag = null, string? after = null, int limit = 50) => tag is null
                ? await RegisterPage.Read(http, grid, after, limit, (p, a, l) => p.Customers(a, l), v => v.Id, CustomerAnswer.Listed)
                : await RegisterPage.Read(http, grid, after, limit, (p, a, l) => p.Subjects("customer", tag, a, l), v => v.Id,
                    v => CustomerAnswer.Listed((CustomerView)v.View)))
            .WithSummary("客户列表 · Customers by id; narrowed to a tag: owner:S-1, pool, class:won")
            .Produces<RegisterPage<CustomerAnswer>>();
    }

    private static Task<IResult> Register(CustomerBody body, HttpContext http, GridGateway grid)
    {
        var (profile, refusal) = body.ToProfile();
        return refusal is not null
            ? Task.FromResult(Problems.Of(http, refusal))
            : CommandResults.Send(http, "C", body.Id, "/api/customers",
                (id, envelope) => grid.Send(id, new RegisterCustomer(profile!), envelope, http.RequestAborted));
    }

    private static Task<IResult> Amend(string id, CustomerBody body, HttpContext http, GridGateway grid)
    {
        var (profile, refusal) = body.ToProfile();
        if (body.Id is not null && body.Id != id)
            refusal = Validation.Invalid("id", "不能更改", "it cannot be changed");
        return refusal is not null
            ? Task.FromResult(Problems.Of(http, refusal))
            : CommandResults.Send(http, "C", id, null,
                (i, envelope) => grid.Send(i, new AmendCustomer(profile!), envelope, http.RequestAborted));
    }
}
