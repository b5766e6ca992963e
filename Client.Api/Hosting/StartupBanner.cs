using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Web.SignIn;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Says on the console where the grid is and how to get in, once it serves.</summary>
public sealed class StartupBanner(IServer server, IHostApplicationLifetime lifetime, FirstKey key, SignInWays ways, ISignIns signIns, BannerOutput output, ILogger<StartupBanner> logger, SignInLink? link = null) : IHostedService
{
    private readonly TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Said { get; set; } = Task.CompletedTask;

    /// <summary>Completes when all is said.</summary>
    public async Task HasSaid()
    {
        await said.Task;
        await Said;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            Say();
            Said = link is null ? Task.CompletedTask : SayLink(link);
            said.SetResult();
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Address => ways.PublicAddress ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";

    /// <summary>The one-time link, as long as there are no users and nobody has signed in by one.</summary>
    private async Task SayLink(SignInLink first)
    {
        try
        {
            if (await signIns.HasUsers(lifetime.ApplicationStopping) || first.Issue() is not { } code)
                return;
            output.Writer.WriteLine($"""
                  登录 sign in {Address}{SignInEndpoints.LinkPath}?code={code}
                              一次性链接,{SignInLink.Good.TotalMinutes:0} 分钟内有效,以管理员身份打开页面 · one-time link, good for {SignInLink.Good.TotalMinutes:0} minutes, opens the page as the administrator

                """);
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) || e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(e, "No one-time sign-in link could be made; the administrator's key signs in all the same");
        }
    }

    private void Say()
    {
        var address = Address;
        output.Writer.WriteLine($"""

            销售网格 Sales Grid
              页面 page   {address}/
              接口 API    {address}/docs
            """);
        output.Writer.WriteLine(key.Text is null
            ? "  密钥 key    管理员密钥沿用已设置的 · the administrator's key is the one set before (GRID_ADMIN_KEY or first start)"
            : $"  密钥 key    {key.Text}\n              仅显示这一次,请妥善保存 · shown this once: keep it");
        output.Writer.WriteLine($"""
              试试 try    curl -H "Authorization: Bearer {key.Text ?? "$GRID_ADMIN_KEY"}" {address}/api/kpis
              演示 demo   dotnet run --project Client.Cli -- demo --count 10000 --server {address} --key {key.Text ?? "$GRID_ADMIN_KEY"}

            """);
    }
}

/// <summary>Where the start is told of: the console.</summary>
public sealed record BannerOutput(TextWriter Writer);
