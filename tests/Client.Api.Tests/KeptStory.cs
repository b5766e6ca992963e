using System.Net;
using System.Net.Http.Json;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Tests;

/// <summary>What a kept ledger holds beside the worked example, so that every kind of object is in it.</summary>
internal static class KeptStory
{
    public const string Opportunity = "KEPT-1";

    private const string Finance = "example-key-finance-0123456789";
    private const string People = "example-key-people-0123456789";
    private const string Seller = "example-key-rep-0123456789";

    public static async Task Play(Gateway gateway)
    {
        Assert.Equal(HttpStatusCode.Created, (await Begin(gateway, "kept-1")).Status);
        await Send(gateway, Gateway.AdminKey, "exchange-rates/company/state", Example("rates.state"));
        await Send(gateway, Finance, "exchange-rates/company/approve", new { number = 1 });
        await Send(gateway, Finance, "accounting-periods/company/close", new { month = "2026-09" });
        await Send(gateway, Gateway.AdminKey, "policies/early-warning/set", Example("policy.set"));
        await Send(gateway, Gateway.AdminKey, "pools/company/policy", Example("pool.policy"));
        await Send(gateway, Gateway.AdminKey, "import-windows/open", new { until = DateTimeOffset.UtcNow.AddDays(1), reason = "上线" });
        await Send(gateway, Gateway.AdminKey, "customers", new { id = "Kept Customer", name = "留存客户 · Kept customer" });
        await Send(gateway, Gateway.AdminKey, "customers/Kept%20Customer/assign", new { salespersonId = "S-102", reason = "区域调整" });
        await Send(gateway, Gateway.AdminKey, "customers/Kept%20Customer/return", new { reason = "暂无需求" });
        await Send(gateway, Seller, "customers/Kept%20Customer/pick", new { });
        await Send(gateway, Gateway.AdminKey, "targets/2027/draft", new
        {
            company = new { amount = 1_000_000, currency = "CNY" },
            teams = new[] { new { team = "East 1", amount = new { amount = 1_000_000, currency = "CNY" }, people = new[] { new { person = "S-101", amount = new { amount = 1_000_000, currency = "CNY" } } } } },
            note = "年度",
        });
        await Send(gateway, People, "targets/2027/approve", new { draft = 1 });
        await Send(gateway, Gateway.AdminKey, "users", new { id = "kept.user", name = "留存用户 · Kept user", kind = "person", roles = new[] { "legal" } });
        await Send(gateway, Gateway.AdminKey, "users/kept.user/issue-key", new { name = "laptop" });
    }

    /// <summary>Begins the opportunity; the same every time, so that a retry is one.</summary>
    public static Task<Answer> Begin(Gateway gateway, string commandId) =>
        gateway.Post("/api/opportunities", new { id = Opportunity, ownerId = "S-101", name = "高炉监控系统 · Furnace control", amount = new { amount = 125_000, currency = "CNY" } }, commandId);

    private static object Example(string command) => KindApis.Commands[command].Route.Example!;

    private static async Task Send(Gateway gateway, string key, string path, object body)
    {
        using var client = gateway.ClientFor(key);
        var answer = await Answer.Of(await client.PostAsync($"/api/{path}", JsonContent.Create(body)));
        Assert.True((int)answer.Status < 300, $"{path}: {answer.Text}");
    }
}
