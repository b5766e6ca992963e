using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Says on the console where the grid is and how to get in, once it serves.</summary>
public sealed class StartupBanner(IServer server, IHostApplicationLifetime lifetime, FirstKey key) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Say);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Say()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"""

            销售网格 Sales Grid
              页面 page   {address}/
              接口 API    {address}/docs
            """);
        Console.WriteLine(key.Text is null
            ? "  密钥 key    管理员密钥沿用已设置的 · the administrator's key is the one set before (GRID_ADMIN_KEY or first start)"
            : $"  密钥 key    {key.Text}\n              仅显示这一次,请妥善保存 · shown this once: keep it");
        Console.WriteLine($"""
              试试 try    curl -H "Authorization: Bearer {key.Text ?? "$GRID_ADMIN_KEY"}" {address}/api/kpis
              演示 demo   dotnet run --project Client.Cli -- demo --count 10000 --server {address} --key {key.Text ?? "$GRID_ADMIN_KEY"}

            """);
    }
}
