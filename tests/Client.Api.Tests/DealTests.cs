using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Price lists, quotes and contracts over HTTP: who sets prices, who quotes, who approves, who signs.</summary>
public sealed class DealTests : IAsyncLifetime
{
    private static readonly object Clauses = new { quantity = "两台", quality = "出厂标准", price = "合计", paymentTerms = "验收后付清", delivery = "三月底前", breach = "每日千分之一" };
    private static readonly string ValidUntil = $"{DateTime.UtcNow.AddDays(60):yyyy-MM-dd}";

    private readonly Dictionary<string, HttpClient> people = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        string[] names = ["S1", "S2", "finance", "legal", "boss"];
        string[] duties = ["None", "None", "Finance", "Legal", "Manager"];
        gateway = await Gateway.Start(null, [.. names.SelectMany((name, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={duties[i]}",
            $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf(name + "-key")}",
        })]);
        foreach (var name in names)
            people.Add(name, gateway.ClientFor(name + "-key"));
        people.Add("admin", gateway.Http);
        await gateway.Staff();
        await gateway.Post("/api/opportunities", new { id = "O1", ownerId = "S1", customerId = "C1" });
        Assert.Equal(HttpStatusCode.Created, (await Post("finance", "/api/price-lists", new
        {
            id = "PL1",
            name = "目录价",
            currency = "CNY",
            lines = new[] { new { product = "CNC-5", name = "加工中心", listPrice = 1000.50m, floorPrice = 800m, unitCost = 600m } },
        })).Status);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, client) in people)
        {
            if (name != "admin")
                client.Dispose();
        }
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_deal_goes_from_its_price_to_the_contract_that_waits_for_its_signature()
    {
        Assert.Equal("CP-PRICE-01", (await Post("S1", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText })).ControlPoint);
        Assert.Equal("CP-PRICE-03", (await Post("finance", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText })).ControlPoint);
        await Ok("admin", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText, revision = 1 });
        Assert.Equal(1000.50m, (await Get("/api/price-lists/PL1")).GetProperty("versions")[0].GetProperty("lines")[0].GetProperty("listPrice").GetDecimal());

        var drafted = await Post("S1", "/api/quotes", Quote("Q1"));
        Assert.Equal((HttpStatusCode.Created, "/api/quotes/Q1"), (drafted.Status, drafted.Headers.Location!.ToString()));
        Assert.Equal("CP-QUOTE-04", (await Post("S2", "/api/quotes/Q1/submit")).ControlPoint);
        await Ok("S1", "/api/quotes/Q1/submit");
        var quote = await Get("/api/quotes/Q1");
        Assert.Equal(("approved", true, 2001.00m), (quote.GetProperty("status").GetString(), quote.GetProperty("stands").GetBoolean(),
            quote.GetProperty("approval").GetProperty("totals").GetProperty("net").GetProperty("amount").GetDecimal()));

        Assert.Equal(HttpStatusCode.Created, (await Post("S1", "/api/contracts", new { id = "K1", quoteId = "Q1", clauses = new { quantity = "两台" } })).Status);
        Assert.Equal("CP-CLAIM-04", (await Post("S1", "/api/contracts", new { id = "K2", quoteId = "Q1", clauses = Clauses })).ControlPoint);
        Assert.Equal("CP-CONTR-06", (await Post("S1", "/api/contracts/K1/submit")).ControlPoint);
        await Ok("S1", "/api/contracts/K1/amend", new { reason = "补全条款", clauses = Clauses });
        await Ok("S1", "/api/contracts/K1/submit");
        Assert.Equal("CP-CONTR-07", (await Post("S1", "/api/contracts/K1/review", Review("legal"))).ControlPoint);
        await Ok("legal", "/api/contracts/K1/review", Review("legal"));
        Assert.Equal("CP-CONTR-07", (await Post("legal", "/api/contracts/K1/review", Review("finance"))).ControlPoint);
        await Ok("finance", "/api/contracts/K1/review", Review("finance"));
        Assert.Equal("approved", (await Get("/api/contracts/K1")).GetProperty("status").GetString());
        // Nobody has given the owner an allowance, or the customer any credit.
        var unsigned = await Post("S1", "/api/contracts/K1/sign", new { signedOn = CompanyDay.TodayText, reference = "HT-1", counterparty = "王建国" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsigned.Status);
        await Ok("legal", "/api/contracts/K1/terminate", new { reason = "客户取消" });
        Assert.Equal(HttpStatusCode.Created, (await Post("S1", "/api/contracts", new { id = "K2", quoteId = "Q1", clauses = Clauses })).Status);
        Assert.True((await Get("/api/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_contract_is_signed_against_credit_and_allowance_paid_completed_and_archived()
    {
        await Ok("admin", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText });
        await Post("S1", "/api/quotes", Quote("Q1"));
        await Ok("S1", "/api/quotes/Q1/submit");
        await Post("S1", "/api/contracts", new { id = "K1", quoteId = "Q1", clauses = Clauses });
        await Ok("S1", "/api/contracts/K1/submit");
        await Ok("legal", "/api/contracts/K1/review", Review("legal"));
        await Ok("finance", "/api/contracts/K1/review", Review("finance"));

        // No allowance, then no credit, then too little of it.
        Assert.Equal("CP-AUTH-06", (await Sign()).ControlPoint);
        await Ok("admin", "/api/salespeople/S1/grant-authority", new { grade = "junior" });
        Assert.Equal("CP-CREDIT-01", (await Sign()).ControlPoint);
        Assert.Equal(0m, (await Allowance()).Used);
        foreach (var item in new[] { "business-licence", "credit-report", "background", "sanctions" })
            await Ok("legal", "/api/customers/C1/record-diligence", new { item, result = "pass", reference = "DOC-1", validUntil = ValidUntil });
        await Ok("finance", "/api/customers/C1/grant-credit", Credit(2000.99m));
        Assert.Equal("CP-CREDIT-05", (await Sign()).ControlPoint);
        await Ok("finance", "/api/customers/C1/grant-credit", Credit(2001m));
        var signed = await Sign();
        Assert.True(signed.Status == HttpStatusCode.OK, signed.Text);
        Assert.Equal((2001m, 2001m), (await Held(), (await Allowance()).Used));
        Assert.Equal("won", (await Get("/api/customers/C1")).GetProperty("class").GetString());

        Assert.Equal("CP-CONTR-12", (await Receive("S1", 1000.50m, "R1")).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await Receive("finance", 1000.50m, "R1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Receive("finance", 1000.50m, "R1")).Status);
        Assert.Equal((1000.50m, 1000.50m), (await Held(), (await Allowance()).Used));
        Assert.Equal("CP-CONTR-13", (await Receive("finance", 1000.51m, "R2")).ControlPoint);
        Assert.Equal("CP-CONTR-15", (await Post("finance", "/api/contracts/K1/complete")).ControlPoint);
        Assert.Equal(HttpStatusCode.OK, (await Receive("finance", 1000.50m, "R2")).Status);
        Assert.Equal((0m, 0m), (await Held(), (await Allowance()).Used));
        await Ok("finance", "/api/contracts/K1/complete");
        await Ok("legal", "/api/contracts/K1/archive", new { location = "档案室 3-12" });
        var contract = await Get("/api/contracts/K1");
        Assert.Equal(("archived", 2001m), (contract.GetProperty("status").GetString(), contract.GetProperty("received").GetProperty("amount").GetDecimal()));
        Assert.True((await Get("/api/ledger/verify")).GetProperty("ok").GetBoolean());

        Task<Answer> Sign() => Post("S1", "/api/contracts/K1/sign", new { signedOn = CompanyDay.TodayText, reference = "HT-1", counterparty = "王建国" });
        Task<Answer> Receive(string who, decimal amount, string reference) =>
            Post(who, "/api/contracts/K1/receipts", new { amount = new { amount, currency = "CNY" }, on = CompanyDay.TodayText, reference });
        async Task<decimal> Held() => (await Get("/api/customers/C1")).GetProperty("credit").GetProperty("held").GetProperty("amount").GetDecimal();
        async Task<(decimal Used, decimal Left)> Allowance()
        {
            var balance = (await Get("/api/salespeople/S1")).GetProperty("balances").EnumerateArray().Single(b => b.GetProperty("account").GetString() == "allowance");
            return (balance.GetProperty("used").EnumerateArray().Sum(u => u.GetProperty("amount").GetDecimal()), balance.GetProperty("available").GetProperty("amount").GetDecimal());
        }
    }

    [Fact]
    public async Task A_discount_nobody_may_give_alone_waits_for_whoever_has_the_duty()
    {
        await Ok("admin", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText });
        await Post("S1", "/api/quotes", Quote("Q1", discountBasisPoints: 1_000));
        await Ok("S1", "/api/quotes/Q1/submit");
        var waiting = await Get("/api/quotes/Q1");
        Assert.Equal(("submitted", "manager"), (waiting.GetProperty("status").GetString(),
            waiting.GetProperty("route").GetProperty("steps")[0].GetProperty("approver").GetProperty("duty").GetString()));
        Assert.Equal("Q1", (await Get("/api/quotes?tag=approver:manager")).GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Equal("CP-QUOTE-11", (await Post("S1", "/api/quotes/Q1/approve")).ControlPoint);
        Assert.Equal("CP-DISC-01", (await Post("boss", "/api/quotes/Q1/approve")).ControlPoint);
        await Ok("boss", "/api/quotes/Q1/reject", new { reason = "毛利过低" });
        Assert.Equal("draft", (await Get("/api/quotes/Q1")).GetProperty("status").GetString());
        Assert.Equal(0, (await Get("/api/quotes?tag=approver:manager")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Bad_input_names_its_field_and_never_breaks_anything()
    {
        (string Path, object Body, string Field)[] bad =
        [
            ("/api/quotes", new { opportunityId = "O1", priceListId = "PL1", lines = new object?[] { null }, validUntil = ValidUntil }, "lines[0]"),
            ("/api/quotes", new { opportunityId = "O/1", priceListId = "PL1", lines = new[] { Line(0) }, validUntil = ValidUntil }, "opportunityId"),
            ("/api/quotes", new { opportunityId = "O1", priceListId = "PL1", lines = Array.Empty<object>(), validUntil = ValidUntil }, "lines"),
            ("/api/quotes", new { opportunityId = "O1", priceListId = "PL1", lines = new[] { Line(20_000) }, validUntil = ValidUntil }, "lines[0].discountBasisPoints"),
            ("/api/price-lists", new { name = "x", currency = "yuan", lines = Array.Empty<object>() }, "currency"),
            ("/api/price-lists", new { name = "x", currency = "CNY", lines = new object?[] { null } }, "lines[0]"),
            ("/api/price-lists", new { name = "x", currency = "CNY", lines = Array.Empty<object>(), approvalBands = new object?[] { null } }, "approvalBands[0]"),
            ("/api/contracts", new { quoteId = "", clauses = new { } }, "quoteId"),
        ];
        foreach (var (path, body, field) in bad)
        {
            var answer = await Post("admin", path, body);
            Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Field));
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("admin", "/api/quotes", new { opportunityId = "O1" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("admin", "/api/contracts", new { quoteId = "Q1", clauses = (object?)null })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post("admin", "/api/quotes/nobody/submit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post("admin", "/api/contracts/nobody/submit")).Status);
        Assert.Equal("CP-CONTR-04", (await Post("admin", "/api/contracts", new { quoteId = "nobody", clauses = Clauses })).ControlPoint);
    }

    [Fact]
    public async Task Deals_are_drafted_in_a_batch_too()
    {
        await Ok("admin", "/api/price-lists/PL1/approve", new { effectiveFrom = CompanyDay.TodayText });
        var answer = await Post("S1", "/api/commands", new
        {
            commands = new object[]
            {
                new { type = "quote.create", id = "B1", commandId = "b1", body = new { opportunityId = "O1", priceListId = "PL1", lines = new[] { Line(0) }, validUntil = ValidUntil } },
                new { type = "quote.submit", id = "B1", commandId = "b2" },
                new { type = "contract.create", id = "K9", commandId = "b3", body = new { quoteId = "nobody", clauses = Clauses } },
            },
        });
        Assert.Equal([true, true, false], answer.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("accepted").GetBoolean()));
        Assert.Equal("approved", (await Get("/api/quotes/B1")).GetProperty("status").GetString());
    }

    private static object Credit(decimal amount) =>
        new { grade = "b", limit = new { amount, currency = "CNY" }, validUntil = ValidUntil, reason = "回款良好" };

    private static object Line(int discountBasisPoints) => new { product = "CNC-5", quantity = 2, discountBasisPoints };

    private static object Quote(string id, int discountBasisPoints = 0) =>
        new { id, opportunityId = "O1", priceListId = "PL1", lines = new[] { Line(discountBasisPoints) }, validUntil = ValidUntil };

    private static object Review(string side) => new { side, verdict = "approved" };

    private async Task<JsonElement> Get(string path) => (await gateway.Get(path)).Json;

    private async Task<Answer> Post(string who, string path, object? body = null) =>
        await Answer.Of(await people[who].PostAsync(path, body is null ? null : JsonContent.Create(body)));

    private async Task Ok(string who, string path, object? body = null)
    {
        var answer = await Post(who, path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }
}
