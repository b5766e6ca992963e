using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Tests;

/// <summary>Identity, diligence, credit, contacts and the pool over HTTP, by keys of different people.</summary>
public sealed class CustomerControlTests : IAsyncLifetime
{
    private static readonly (string Name, string Duties)[] People = [("FIN", "Finance"), ("LEGAL", "Legal"), ("M1", "Manager"), ("S1", "None"), ("S2", "None")];

    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await Gateway.Start(null,
        [
            .. People.SelectMany((p, i) => new[]
            {
                $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Duties={p.Duties}",
                $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf(KeyOf(p.Name))}",
            }),
        ]);
        await gateway.Staff();
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    private static string KeyOf(string name) => $"key-of-{name}";

    private async Task<Answer> Send(string by, string path, object? body = null)
    {
        using var http = gateway.ClientFor(KeyOf(by));
        return await Answer.Of(await http.PostAsJsonAsync(path, body ?? new { }));
    }

    private async Task<Answer> Read(string by, string path)
    {
        using var http = gateway.ClientFor(by == "reader" ? Gateway.ReaderKey : KeyOf(by));
        return await Answer.Of(await http.GetAsync(path));
    }

    private async Task Ok(string by, string path, object? body = null)
    {
        var answer = await Send(by, path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private static string Day(int fromToday) => DateTime.UtcNow.AddDays(fromToday).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_code_is_checked_kept_in_capitals_and_belongs_to_one_customer()
    {
        var wrong = await gateway.Post("/api/customers", new { id = "U1", name = "A", creditCode = "91110000600037341M" });
        Assert.Equal((HttpStatusCode.BadRequest, "CP-IDENT-01", "creditCode"), (wrong.Status, wrong.ControlPoint, wrong.Field));
        Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/customers", new { id = "U1", name = "A", creditCode = "91110000600037341l" })).Status);
        Assert.Equal("91110000600037341L", (await gateway.Get("/api/customers/U1")).Json.GetProperty("creditCode").GetString());
        var second = await gateway.Post("/api/customers", new { id = "U2", name = "B", creditCode = "91110000600037341L" });
        Assert.Equal((HttpStatusCode.Conflict, "CP-CLAIM-01", "creditCode"), (second.Status, second.ControlPoint, second.Field));
        // The batch door keeps the same rule, and a profile put without the code gives it up.
        var batch = await gateway.Post("/api/commands", new { commands = new[] { new { type = "customer.create", id = "U3", commandId = "b1", body = new { name = "C", creditCode = "91110000600037341L" } } } });
        Assert.Equal("CP-CLAIM-01", batch.Json.GetProperty("results")[0].GetProperty("controlPoint").GetString());
        await gateway.Post("/api/customers/U1/amend", new { creditCode = (string?)null });
        Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/customers", new { id = "U2", name = "B", creditCode = "91110000600037341L" })).Status);
    }

    [Fact]
    public async Task Credit_is_asked_for_by_one_granted_by_another_and_only_after_diligence()
    {
        var grant = new { grade = "b", limit = new { amount = 500_000.5, currency = "CNY" }, validUntil = Day(300), reason = "回款良好" };
        await Ok("S1", "/api/customers/C1/request-credit", new { limit = new { amount = 500_000, currency = "CNY" }, reason = "框架合同" });
        Assert.Equal("CP-CREDIT-06", (await Send("S1", "/api/customers/C1/grant-credit", grant)).ControlPoint);
        var early = await Send("FIN", "/api/customers/C1/grant-credit", grant);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-DILIG-01"), (early.Status, early.ControlPoint));
        foreach (var item in new[] { "business-licence", "credit-report", "background", "sanctions" })
            await Ok("LEGAL", "/api/customers/C1/record-diligence", new { item, result = "pass", reference = "DOC-1", validUntil = Day(300) });
        await Ok("FIN", "/api/customers/C1/grant-credit", grant);
        var view = (await gateway.Get("/api/customers/C1")).Json;
        var credit = view.GetProperty("credit");
        Assert.Equal((500_000.5m, 0m, 500_000.5m, "b"), (credit.GetProperty("limit").GetProperty("amount").GetDecimal(), credit.GetProperty("held").GetProperty("amount").GetDecimal(),
            credit.GetProperty("available").GetProperty("amount").GetDecimal(), credit.GetProperty("grade").GetString()));
        Assert.Equal("current", view.GetProperty("diligence").GetProperty("standing").GetString());
        Assert.Empty(credit.GetProperty("requests").EnumerateArray());
        await Ok("FIN", "/api/customers/C1/suspend-credit", new { reason = "逾期" });
        Assert.Equal("逾期", (await gateway.Get("/api/customers/C1")).Json.GetProperty("credit").GetProperty("suspended").GetProperty("reason").GetString());
        // Reservations and deals come from the grid alone: there is no way to send one.
        foreach (var type in new[] { "customer.note-deal", "customer.recycle", "customer.take-reservation", "pick.adopt-limits" })
        {
            var batch = await Send("FIN", "/api/commands", new { commands = new[] { new { type, id = "C1", commandId = type, body = new { } } } });
            Assert.Equal(("CP-DATA-01", "type"), (batch.Json.GetProperty("results")[0].GetProperty("controlPoint").GetString(), batch.Json.GetProperty("results")[0].GetProperty("field").GetString()));
        }
    }

    [Fact]
    public async Task Contacts_are_shown_to_whoever_looks_after_the_customer_and_masked_to_others()
    {
        await Ok("M1", "/api/customers/C2/assign", new { salespersonId = "S1" });
        var person = new
        {
            contactId = "P-1",
            name = "张伟",
            phone = "13800001234",
            email = "zhang@example.com",
            consent = new { purposes = new[] { "sales" }, givenOn = Day(-9), evidence = "DOC-88" },
        };
        Assert.Equal("CP-CUST-03", (await Send("S2", "/api/customers/C2/put-contact", person)).ControlPoint);
        await Ok("S1", "/api/customers/C2/put-contact", person);
        Assert.Contains("13800001234", (await Read("S1", "/api/customers/C2")).Text, StringComparison.Ordinal);
        Assert.Contains("13800001234", (await Read("M1", "/api/customers/C2")).Text, StringComparison.Ordinal);
        foreach (var other in new[] { "S2", "reader" })
        {
            var text = (await Read(other, "/api/customers/C2")).Text;
            Assert.Contains("138****34", text, StringComparison.Ordinal);
            Assert.DoesNotContain("张伟", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("138", (await Read("S1", "/api/customers?tag=owner:S1")).Text, StringComparison.Ordinal);
        Assert.Equal("CP-PII-01", (await Send("S1", "/api/customers/C2/follow-up", new { kind = "call", summary = "x", contactId = "P-1", purpose = "marketing" })).ControlPoint);
        await Ok("S1", "/api/customers/C2/follow-up", new { kind = "call", summary = "x", contactId = "P-1" });
        await Ok("S1", "/api/customers/C2/follow-up", new { kind = "visit", summary = "与采购经理面谈" });
        // Their history says no more to anybody than the customer itself does.
        foreach (var (caller, sees) in new[] { ("S1", true), ("M1", true), ("S2", false), ("reader", false) })
        {
            var history = (await Read(caller, "/api/customers/C2/history")).Json.GetProperty("items").EnumerateArray().ToArray();
            var shown = history.First(h => h.GetProperty("type").GetString() == "ContactPut").GetProperty("data").GetProperty("contact");
            Assert.Equal(sees ? "13800001234" : "138****34", shown.GetProperty("phone").GetString());
            Assert.Equal(sees, shown.GetProperty("consent").TryGetProperty("evidence", out _));
            Assert.All(history.Where(h => h.GetProperty("type").GetString() == "FollowUpRecorded"), h => Assert.Equal(sees, h.GetProperty("data").TryGetProperty("summary", out _)));
            Assert.Contains(history, h => h.GetProperty("type").GetString() == "FollowUpRecorded");
            Assert.Contains(history, h => h.GetProperty("type").GetString() == "OwnerAssigned" && h.GetProperty("data").ValueKind == JsonValueKind.Object);
        }
        var followUps = (await Read("S1", "/api/customers/C2/follow-ups")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["与采购经理面谈", "x"], followUps.Select(f => f.GetProperty("summary").GetString()));
        Assert.Equal("P-1", followUps[1].GetProperty("contactId").GetString());
        Assert.DoesNotContain("面谈", (await Read("S2", "/api/customers/C2/follow-ups")).Text, StringComparison.Ordinal);
        await Send("M1", "/api/opportunities", new { id = "WALK", ownerId = "S1", customerId = "C2" });
        await Ok("S1", "/api/opportunities/WALK/activities", new { kind = "call", summary = "谈预算", contactId = "P-1" });
        Assert.Contains("谈预算", (await Read("S1", "/api/opportunities/WALK/activities")).Text, StringComparison.Ordinal);
        await Ok("LEGAL", "/api/customers/C2/withdraw-consent", new { contactId = "P-1" });
        Assert.Equal("CP-PII-01", (await Send("S1", "/api/customers/C2/follow-up", new { kind = "call", summary = "x", contactId = "P-1" })).ControlPoint);
        Assert.Equal("CP-PII-01", (await Send("S1", "/api/opportunities/WALK/activities", new { kind = "call", summary = "x", contactId = "P-1" })).ControlPoint);
        await Ok("LEGAL", "/api/customers/C2/remove-contact", new { contactId = "P-1", reason = "本人要求" });
        Assert.Equal(0, (await Read("S1", "/api/customers/C2")).Json.GetProperty("contactCount").GetInt32());
    }

    [Fact]
    public async Task A_customer_goes_to_the_pool_and_is_picked_from_it_by_a_salesperson()
    {
        await gateway.Post("/api/customers", new { id = "P1", name = "公海客户" });
        await Ok("M1", "/api/customers/P1/return", new { reason = "导入" });
        Assert.Contains("\"P1\"", (await Read("S1", "/api/customers?tag=pool")).Text, StringComparison.Ordinal);
        Assert.Equal("CP-POOL-03", (await Send("FIN", "/api/customers/P1/pick")).ControlPoint);
        var batch = await Send("S1", "/api/commands", new { commands = new[] { new { type = "customer.pick", id = "P1", commandId = "p1", body = new { } } } });
        Assert.True(batch.Json.GetProperty("results")[0].GetProperty("accepted").GetBoolean(), batch.Text);
        var view = (await gateway.Get("/api/customers/P1")).Json;
        Assert.Equal(("S1", false), (view.GetProperty("ownerId").GetString(), view.GetProperty("inPool").GetBoolean()));
        Assert.Equal(1, (await gateway.Get("/api/picks/S1")).Json.GetProperty("taken").GetInt32());
        Assert.DoesNotContain("\"P1\"", (await Read("S1", "/api/customers?tag=pool")).Text, StringComparison.Ordinal);
        await Ok("S1", "/api/customers/P1/classify", new { @class = "intent", reason = "询价" });
        Assert.Contains("\"P1\"", (await Read("S1", "/api/customers?tag=class:intent")).Text, StringComparison.Ordinal);

        var policy = new { policy = new { picksPerDay = 9, capacity = 50, repickAfterDays = 0, recycle = new { potential = 60 } } };
        Assert.Equal("CP-POOL-01", (await Send("S1", "/api/pools/company/policy", policy)).ControlPoint);
        await Ok("M1", "/api/pools/company/policy", policy);
        Assert.Equal(50, (await gateway.Get("/api/pools/company")).Json.GetProperty("policy").GetProperty("capacity").GetInt32());
    }

    [Fact]
    public async Task A_bad_body_names_the_field_at_fault()
    {
        foreach (var (command, body, field) in new[]
        {
            ("record-diligence", """{"item":"sanctions","result":"perhaps","reference":"D","validUntil":"2027-01-01"}""", "result"),
            ("grant-credit", """{"grade":"b","limit":{"amount":"much"},"validUntil":"2027-01-01","reason":"x"}""", "limit.amount"),
            ("require-diligence", """{"items":[null]}""", "items"),
            ("require-diligence", """{"items":null}""", "items"),
            ("put-contact", """{"contactId":"P-1","name":"A","consent":{"purposes":[null],"givenOn":"2026-01-01","evidence":"D"}}""", "consent.purposes"),
            ("put-contact", """{"contactId":"P/1","name":"A"}""", "contactId"),
            ("follow-up", """{"kind":"call","summary":"x","purpose":null}""", "purpose"),
            ("protect", """{"until":"tomorrow","reason":"x"}""", "until"),
        })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            var answer = await gateway.Send(HttpMethod.Post, $"/api/customers/C1/{command}", content);
            Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.Field!.StartsWith(field, StringComparison.Ordinal), $"{command} {body}: {answer.Text}");
        }
    }
}
