using System.Net;

namespace SalesGrid.Gateway.Tests;

/// <summary>What a kept ledger holds beside the worked example, so that every kind of object is in it.</summary>
internal static class KeptStory
{
    public const string Opportunity = "KEPT-1";

    public static async Task Play(Gateway gateway)
    {
        Assert.Equal(HttpStatusCode.Created, (await Begin(gateway, "kept-1")).Status);
    }

    /// <summary>Begins the opportunity; the same every time, so that a retry is one.</summary>
    public static Task<Answer> Begin(Gateway gateway, string commandId) =>
        gateway.Post("/api/opportunities", new { id = Opportunity, ownerId = "S-101", name = "高炉监控系统 · Furnace control", amount = new { amount = 125_000, currency = "CNY" } }, commandId);
}
