namespace SalesGrid.Gateway.Tests;

/// <summary>A gateway with one known set of opportunities: three won, one lost, two open.</summary>
public class KnownPipeline : IAsyncLifetime
{
    /// <summary>The gateway that answers.</summary>
    public Gateway Gateway { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Gateway = await Gateway.Start();
        await Gateway.Staff();
        static object Won(string id, string owner, string product, int amount, string opened, string closed, string currency = "CNY") => new
        {
            type = "opportunity.import",
            id,
            commandId = id,
            body = new
            {
                ownerId = owner,
                customerId = "C1",
                product,
                amount = new { amount, currency },
                status = "won",
                stage = "implementation",
                openedOn = opened,
                closedOn = closed,
                source = "test",
            },
        };
        var answer = await Gateway.Post("/api/commands", new
        {
            commands = new object[]
            {
                Won("W1", "S1", "A", 100, "2026-01-01", "2026-01-11"),
                Won("W2", "S1", "B", 250, "2026-01-01", "2026-02-20"),
                Won("W3", "S2", "A", 400, "2026-02-01", "2026-02-02"),
                new { type = "opportunity.import", id = "L1", commandId = "L1", body = new { ownerId = "S2", customerId = "C2", product = "A", status = "lost", stage = "initiation", openedOn = "2026-01-05", closedOn = "2026-02-05", source = "test" } },
                new { type = "opportunity.import", id = "P1", commandId = "P1", body = new { ownerId = "S2", status = "open", stage = "development", source = "test" } },
                new { type = "opportunity.import", id = "P2", commandId = "P2", body = new { ownerId = "S1", customerId = "C2", product = "B", amount = new { amount = 1000, currency = "CNY" }, expectedCloseOn = "2026-03-31", status = "open", stage = "proposal", openedOn = "2026-02-02", source = "test" } },
            },
        });
        Assert.All(answer.Json.GetProperty("results").EnumerateArray(), r => Assert.True(r.GetProperty("accepted").GetBoolean(), r.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
