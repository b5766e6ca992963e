using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SalesGrid.Gateway.Security;
using SalesGrid.Testing;

namespace SalesGrid.Gateway.Tests;

/// <summary>Authority, training, delegation, conduct and targets over HTTP, by people with different duties.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> clients = [];
    private Gateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        (string Name, string Duties)[] people = [("S1", ""), ("S2", ""), ("hr-1", "People"), ("m-1", "Manager"), ("ic-1", "Controller"), ("fin-1", "Finance"), ("imp-1", "Importer")];
        gateway = await Gateway.Start(null, [.. people.SelectMany((p, i) => new[]
        {
            $"--Grid:Keys:{i + 1}:Name={p.Name}", $"--Grid:Keys:{i + 1}:Role=Writer", $"--Grid:Keys:{i + 1}:Sha256={ApiKeys.HashOf($"key-{p.Name}")}",
            $"--Grid:Keys:{i + 1}:Duties={(p.Duties.Length > 0 ? p.Duties : "None")}",
        })]);
        foreach (var (name, _) in people)
            clients.Add(name, gateway.ClientFor($"key-{name}"));
        await gateway.Staff();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_grade_gives_the_authority_it_stands_for_and_the_person_shows_what_is_left()
    {
        var grades = await gateway.Get("/api/grades");
        var senior = grades.Json.EnumerateArray().Single(g => g.GetProperty("code").GetString() == "senior").GetProperty("authority");
        await Ok("hr-1", "/api/salespeople/S1/grant-authority", new { grade = "senior" });
        var person = (await gateway.Get("/api/salespeople/S1")).Json;
        Assert.Equal(senior.GetRawText(), person.GetProperty("authority").GetRawText());
        var discount = person.GetProperty("balances").EnumerateArray().Single(b => b.GetProperty("account").GetString() == "discount");
        Assert.Equal(senior.GetProperty("discountBudget").GetRawText(), discount.GetProperty("available").GetRawText());
        Assert.Equal(0, discount.GetProperty("used")[0].GetProperty("amount").GetDecimal());
    }

    [Fact]
    public async Task Authority_is_refused_to_whoever_has_not_the_duty_and_bad_input_names_the_field()
    {
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-AUTH-01"), await Refused("m-1", "/api/salespeople/S1/grant-authority", new { grade = "senior" }));
        // Not even a registration is for the person themselves.
        var own = new { id = "hr-1", name = "人事", team = "HR", region = "East" };
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("hr-1", "/api/salespeople", own));
        Assert.Equal(HttpStatusCode.Created, (await gateway.Post("/api/salespeople", own)).Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-AUTH-02"), await Refused("hr-1", "/api/salespeople/hr-1/grant-authority", new { grade = "senior" }));
        var bad = await Post("hr-1", "/api/salespeople/S1/grant-authority", new { grade = "senior", discountBasisPoints = 10_001 });
        Assert.Equal((HttpStatusCode.BadRequest, "discountBasisPoints"), (bad.Status, bad.Field));
        var odd = await Post("hr-1", "/api/salespeople/S1/grant-authority", new { grade = "senior", discountBasisPoints = 1, salesAllowance = new { amount = 0.001, currency = "CNY" } });
        Assert.Equal(HttpStatusCode.BadRequest, odd.Status);
        Assert.Contains("salesAllowance", odd.Field, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "CP-PERSON-01"), await Refused("hr-1", "/api/salespeople/S404/grant-authority", new { grade = "senior" }));
        // What only the grid sends has no door.
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Post("hr-1", "/api/salespeople/S1/renew-budget", new { })).Status);
    }

    [Fact]
    public async Task A_training_is_required_of_everybody_in_one_batch()
    {
        var batch = new
        {
            commands = new[] { "S1", "S2", "S404" }.Select(id => new
            {
                type = "salesperson.require-qualification",
                id,
                commandId = $"safety-{id}",
                body = new { code = "safety", name = "产品安全", acts = new[] { "quote" } },
            }),
        };
        var results = (await Post("hr-1", "/api/commands", batch)).Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal([true, true, false], results.Select(r => r.GetProperty("accepted").GetBoolean()));
        Assert.Equal("CP-PERSON-01", results[2].GetProperty("controlPoint").GetString());
        await Ok("hr-1", "/api/salespeople/S1/pass-qualification", new { code = "safety", on = "2026-01-05", validUntil = "2049-01-05", evidence = "CERT-1" });
        var qualification = (await gateway.Get("/api/salespeople/S1")).Json.GetProperty("qualifications")[0];
        Assert.Equal(("safety", "2049-01-05", "CERT-1"), (qualification.GetProperty("code").GetString(), qualification.GetProperty("validUntil").GetString(), qualification.GetProperty("evidence").GetString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-TRAIN-04"),
            await Refused("hr-1", "/api/salespeople/S1/pass-qualification", new { code = "other", on = "2026-01-05", validUntil = "2049-01-05", evidence = "CERT-1" }));
    }

    [Fact]
    public async Task Somebody_delegates_to_a_colleague_and_ends_it()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(1));
        var body = new { to = "S2", from = today, until = today.AddDays(7), reason = "年休假" };
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-DELEG-01"), await Refused("S2", "/api/salespeople/S1/delegate", body));
        await Ok("S1", "/api/salespeople/S1/delegate", body);
        Assert.Equal("S2", (await gateway.Get("/api/salespeople/S1")).Json.GetProperty("delegations")[0].GetProperty("to").GetString());
        await Ok("S1", "/api/salespeople/S1/end-delegation", new { to = "S2" });
        Assert.Equal(0, (await gateway.Get("/api/salespeople/S1")).Json.GetProperty("delegations").GetArrayLength());
    }

    [Fact]
    public async Task A_conduct_record_is_for_the_person_and_for_those_whose_duty_it_is()
    {
        await Ok("ic-1", "/api/salespeople/S1/record-conduct", new { kind = "breach", code = "gifts-2.1", text = "收受礼品未申报", on = "2026-01-05" });
        await Ok("m-1", "/api/salespeople/S1/record-conduct", new { kind = "commendation", code = "service", text = "客户表扬信" });
        foreach (var reader in new[] { "S1", "hr-1", "m-1", "ic-1" })
        {
            var conduct = await Answer.Of(await clients[reader].GetAsync("/api/salespeople/S1/conduct"));
            Assert.Equal(["service", "gifts-2.1"], conduct.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("code").GetString()));
            Assert.Equal(0, conduct.Json.GetProperty("warnings").GetArrayLength());
            Assert.Contains("收受礼品未申报", (await Answer.Of(await clients[reader].GetAsync("/api/salespeople/S1/history"))).Text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("收受礼品未申报", (await Answer.Of(await clients["S2"].GetAsync("/api/salespeople/S1/history"))).Text, StringComparison.Ordinal);
        var stranger = await Answer.Of(await clients["S2"].GetAsync("/api/salespeople/S1/conduct"));
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (stranger.Status, stranger.ContentType));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/salespeople/S404/conduct")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Answer.Of(await clients["S2"].GetAsync("/api/salespeople/S1/appraisal?period=2026"))).Status);
    }

    [Fact]
    public async Task Conduct_and_appraisal_count_refusals_and_show_the_warnings_of_all_objects()
    {
        // Refused twice by one control point and once by another; the others' refusals are theirs.
        for (var i = 0; i < 2; i++)
            Assert.Equal("CP-AUTH-01", (await Refused("S1", "/api/salespeople/S1/grant-authority", new { grade = "senior" })).Item2);
        Assert.Equal("CP-AUTH-01", (await Refused("S2", "/api/salespeople/S2/grant-authority", new { grade = "senior" })).Item2);
        await Ok("m-1", "/api/opportunities", new { id = "O-W", ownerId = "S1", customerId = "C1" });
        Assert.Equal("CP-STAGE-03", (await Refused("S1", "/api/opportunities/O-W/advance", new { })).Item2);
        // A customer that goes back to the pool in two days: its owner is warned three days before.
        await Ok("m-1", "/api/pools/company/policy", new { policy = new { picksPerDay = 5, capacity = 200, repickAfterDays = 30, recycle = new { potential = 2 } } });
        await Ok("m-1", "/api/customers/C1/assign", new { salespersonId = "S1" });

        var conduct = (await Poll.Until(async () => await gateway.Get("/api/salespeople/S1/conduct") is var now && now.Json.GetProperty("warnings").GetArrayLength() > 0 ? now : null,
            TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Json;
        var warning = Assert.Single(conduct.GetProperty("warnings").EnumerateArray());
        Assert.Equal(("customer/C1", "before-recycle", "S1"), (warning.GetProperty("subject").GetString(),
            warning.GetProperty("warning").GetProperty("code").GetString(), warning.GetProperty("warning").GetProperty("owner").GetString()));
        Assert.Empty((await gateway.Get("/api/salespeople/S2/conduct")).Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal([("CP-AUTH-01", 2L), ("CP-STAGE-03", 1L)], conduct.GetProperty("refusals").EnumerateArray()
            .Select(r => (r.GetProperty("controlPoint").GetString(), r.GetProperty("count").GetInt64())));

        var year = CompanyDay.Today.Year;
        Assert.Equal(3, (await gateway.Get($"/api/salespeople/S1/appraisal?period={year}")).Json.GetProperty("refusals").GetInt64());
        Assert.Equal(0, (await gateway.Get($"/api/salespeople/S1/appraisal?period={year - 1}")).Json.GetProperty("refusals").GetInt64());
    }

    [Fact]
    public async Task Targets_are_approved_by_another_once_they_add_up_and_attainment_follows_from_what_was_won()
    {
        await Import(("W-1", "S1", "won", 300, "2025-05-05"), ("W-2", "S1", "won", 100, "2025-02-05"), ("W-3", "S2", "won", 50, "2025-06-30"), ("L-1", "S1", "lost", 70, "2025-06-01"));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/targets/2025-Q2/attainment")).Status);
        await Ok("m-1", "/api/targets/2025-Q2/draft", Plan(500, 400, 399, 100, 100));
        var off = await Post("hr-1", "/api/targets/2025-Q2/approve", new { draft = 1 });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-TGT-07"), (off.Status, off.ControlPoint));
        Assert.Contains("East 1", off.Text, StringComparison.Ordinal);
        var drafted = (await gateway.Get("/api/targets/2025-Q2")).Json;
        Assert.Equal(("drafted", "East 1"), (drafted.GetProperty("status").GetString(), drafted.GetProperty("draft").GetProperty("differences")[0].GetProperty("team").GetString()));

        await Ok("m-1", "/api/targets/2025-Q2/draft", Plan(500, 400, 400, 100, 100));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "CP-TGT-04"), await Refused("m-1", "/api/targets/2025-Q2/approve", new { draft = 2 }));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "CP-TGT-06"), await Refused("hr-1", "/api/targets/2025-Q2/approve", new { draft = 1 }));
        await Ok("hr-1", "/api/targets/2025-Q2/approve", new { draft = 2 });
        Assert.Equal("S1", (await gateway.Get("/api/targets/2025-Q2/plan")).Json.GetProperty("inForce").GetProperty("teams")[0].GetProperty("people")[0].GetProperty("person").GetString());

        // Brought in, and so far nobody's word for it.
        var broughtIn = (await gateway.Get("/api/targets/2025-Q2/attainment")).Json;
        Assert.Equal((500m, 0m, 0m, 0m, null), Line(broughtIn.GetProperty("company")));
        Assert.Equal((350m, 300m, 300m, 50m), (Imported(broughtIn.GetProperty("company")), Imported(broughtIn.GetProperty("teams")[0]),
            Imported(broughtIn.GetProperty("people")[0]), Imported(broughtIn.GetProperty("people")[1])));
        var unproven = (await gateway.Get("/api/salespeople/S1/appraisal?period=2025-Q2")).Json;
        Assert.Equal((0m, 300m, 0m), (unproven.GetProperty("won").GetProperty("amount").GetDecimal(),
            unproven.GetProperty("importedWon").GetProperty("amount").GetDecimal(), unproven.GetProperty("attainmentPercent").GetDecimal()));
        var cell = Assert.Single((await gateway.Get("/api/kpis?groupBy=winOrigin,currency&from=2025-04-01&to=2025-06-30")).Json.GetProperty("rows").EnumerateArray(),
            r => r.GetProperty("winOrigin").GetString() == "imported");
        Assert.Equal(350, cell.GetProperty("wonAmount").GetDecimal());
        Assert.Equal(2, (await gateway.Get("/api/pipeline?winOrigin=imported&from=2025-04-01&to=2025-06-30")).Json.GetProperty("total").GetInt32());
        // Neither the owner nor a rep nor who leads them has a win count.
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("S1", "/api/opportunities/W-1/admit-win", new { reason = "mine" }));
        Assert.Equal((HttpStatusCode.Forbidden, "CP-WHO-01"), await Refused("m-1", "/api/opportunities/W-1/admit-win", new { reason = "ours" }));
        await Admit("W-1", "W-2");
        Assert.Equal((300m, 50m), (Line((await gateway.Get("/api/targets/2025-Q2/attainment")).Json.GetProperty("company")).Won,
            Imported((await gateway.Get("/api/targets/2025-Q2/attainment")).Json.GetProperty("company"))));
        await Admit("W-3");

        var attainment = (await gateway.Get("/api/targets/2025-Q2/attainment")).Json;
        Assert.Equal(0, Imported(attainment.GetProperty("company")));
        Assert.Equal((500m, 350m, 70m, 100m, 250m), Line(attainment.GetProperty("company")));
        Assert.Equal((400m, 300m, 75m, 100m, 200m), Line(attainment.GetProperty("teams")[0]));
        Assert.Equal((400m, 300m, 75m, 100m, 200m), Line(attainment.GetProperty("people")[0]));
        Assert.Equal((100m, 50m, 50m, 0m, null), Line(attainment.GetProperty("people")[1]));
        Assert.Equal("CNY", attainment.GetProperty("currency").GetString());

        var appraisal = (await gateway.Get("/api/salespeople/S1/appraisal?period=2025-Q2")).Json;
        Assert.Equal((75m, 0.5, 1L, 1L), (appraisal.GetProperty("attainmentPercent").GetDecimal(), appraisal.GetProperty("winRate").GetDouble(),
            appraisal.GetProperty("wonCount").GetInt64(), appraisal.GetProperty("lostCount").GetInt64()));
        Assert.Equal(JsonValueKind.Null, appraisal.GetProperty("discount").ValueKind);
        Assert.Equal(300, appraisal.GetProperty("won").GetProperty("amount").GetDecimal());
        var nothing = (await gateway.Get("/api/salespeople/S2/appraisal?period=2024")).Json;
        Assert.All(["target", "won", "attainmentPercent", "winRate", "wonCycleDays", "coverage"], name => Assert.Equal(JsonValueKind.Null, nothing.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task A_period_that_is_none_is_refused_by_name()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "CP-TGT-01"), await Refused("m-1", "/api/targets/2025-Q9/draft", Plan(1, 1, 1, 0, 0)));
        foreach (var path in new[] { "/api/salespeople/S1/appraisal", "/api/salespeople/S1/appraisal?period=soon" })
        {
            var answer = await gateway.Get(path);
            Assert.Equal((HttpStatusCode.BadRequest, "period"), (answer.Status, answer.Field));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/targets/soon/attainment")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Get("/api/targets/2199/plan")).Status);
        var bad = await Post("m-1", "/api/targets/2025-Q2/draft", new { company = new { amount = 1, currency = "CNY" }, teams = new[] { new { team = (string?)null } } });
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
    }

    [Fact]
    public async Task Wins_in_another_currency_are_named_and_not_added()
    {
        await Import(("W-1", "S1", "won", 300, "2024-05-05"));
        var foreign = new { commands = new[] { new { type = "opportunity.import", id = "W-2", commandId = "W-2", body = new { ownerId = "S1", status = "won", stage = "negotiation", closedOn = "2024-05-06", customerId = "C1", amount = new { amount = 9, currency = "USD" }, source = "test" } } } };
        Assert.True((await Post("imp-1", "/api/commands", foreign)).Json.GetProperty("results")[0].GetProperty("accepted").GetBoolean());
        await Ok("m-1", "/api/targets/2024/draft", Plan(500, 400, 400, 100, 100));
        await Ok("hr-1", "/api/targets/2024/approve", new { draft = 1 });
        await Admit("W-1");
        var attainment = (await gateway.Get("/api/targets/2024/attainment")).Json;
        Assert.Equal(300, attainment.GetProperty("company").GetProperty("won").GetDecimal());
        Assert.Equal("USD", attainment.GetProperty("otherCurrencies")[0].GetString());
    }

    private static object Plan(int company, int east, int s1, int west, int s2) => new
    {
        company = Yuan(company),
        teams = new[]
        {
            new { team = "East 1", amount = Yuan(east), people = new[] { new { person = "S1", amount = Yuan(s1) } } },
            new { team = "West 1", amount = Yuan(west), people = new[] { new { person = "S2", amount = Yuan(s2) } } },
        },
    };

    private static object Yuan(int amount) => new { amount, currency = "CNY" };

    private async Task Import(params (string Id, string Owner, string Status, int Amount, string ClosedOn)[] deals)
    {
        await Ok("ic-1", "/api/import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "go-live" });
        var answer = await Post("imp-1", "/api/commands", new
        {
            commands = deals.Select(d => new
            {
                type = "opportunity.import",
                id = d.Id,
                commandId = d.Id,
                body = new
                {
                    ownerId = d.Owner,
                    status = d.Status,
                    stage = "negotiation",
                    openedOn = "2024-01-01",
                    closedOn = d.ClosedOn,
                    customerId = "C1",
                    amount = new { amount = d.Amount, currency = "CNY" },
                    lossReason = d.Status == "lost" ? "price" : null,
                    source = "test",
                },
            }),
        });
        Assert.All(answer.Json.GetProperty("results").EnumerateArray(), r => Assert.True(r.GetProperty("accepted").GetBoolean(), answer.Text));
    }

    private async Task Admit(params string[] ids)
    {
        foreach (var id in ids)
            await Ok("fin-1", $"/api/opportunities/{id}/admit-win", new { reason = "checked against the contract" });
    }

    private static decimal Imported(JsonElement line) => line.GetProperty("importedWon").GetDecimal();

    private static (decimal Target, decimal Won, decimal? Attainment, decimal Before, decimal? Growth) Line(JsonElement line)
    {
        decimal? Number(string name) => line.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;
        return (Number("target")!.Value, Number("won")!.Value, Number("attainmentPercent"), Number("previousWon")!.Value, Number("growthPercent"));
    }

    private async Task Ok(string who, string path, object body)
    {
        var answer = await Post(who, path, body);
        Assert.True((int)answer.Status is 200 or 201, answer.Text);
    }

    private async Task<(HttpStatusCode, string?)> Refused(string who, string path, object body)
    {
        var answer = await Post(who, path, body);
        return (answer.Status, answer.ControlPoint);
    }

    private async Task<Answer> Post(string who, string path, object body) => await Answer.Of(await clients[who].PostAsync(path, JsonContent.Create(body)));
}
