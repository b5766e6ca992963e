using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesGrid.Gateway.Demo;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Overview;
using SalesGrid.Gateway.Processes;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Web;
using SalesGrid.Projections;

namespace SalesGrid.Web.Tests;

/// <summary>The workbench on a free loopback port, over a feed the test fills and a clock the test moves.</summary>
public sealed class WorkbenchHost : IAsyncDisposable
{
    public const string WriterKey = "writer-key-for-tests-only";
    public const string ReaderKey = "reader-key-for-tests-only";

    private readonly WebApplication app;
    private readonly FakeTimeProvider? time;

    private WorkbenchHost(WebApplication app, FakeKpiFeed feed, FakeTimeProvider? time, FakeDemoLoader demo)
    {
        this.app = app;
        Feed = feed;
        this.time = time;
        Demo = demo;
        Address = new Uri(app.Urls.Single());
    }

    public FakeKpiFeed Feed { get; }

    /// <summary>The clock. It stands still until the test moves it.</summary>
    public FakeTimeProvider Time => time ?? throw new InvalidOperationException("This host runs on real time.");

    public FakeDemoLoader Demo { get; }

    public Uri Address { get; }

    /// <param name="realTime">True where what is tested is a pause that must pass by itself.</param>
    public static async Task<WorkbenchHost> Start(bool realTime = false)
    {
        // The static files are those of the gateway, as it finds them when it is run from its build output.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Client.Api",
            EnvironmentName = "Production",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        var time = realTime ? null : new FakeTimeProvider(DateTimeOffset.UtcNow);
        var clock = time ?? TimeProvider.System;
        var feed = new FakeKpiFeed(clock);
        var demo = new FakeDemoLoader();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IKpiFeed>(feed);
        builder.Services.AddSingleton<IDemoLoader>(demo);
        builder.Services.AddSingleton<IReadScopes, WholeGrid>();
        builder.Services.AddSingleton<IOwnerNames, FakeOwnerNames>();
        builder.Services.AddSingleton<IProcessNames, ShippedProcessNames>();
        builder.Services.AddSingleton(new ApiKeys(
        [
            new("王芳", KeyRole.Writer, ApiKeys.HashOf(WriterKey)),
            new("reader", KeyRole.Reader, ApiKeys.HashOf(ReaderKey)),
        ]));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // As in the gateway: what nobody opened is closed.
        builder.Services.AddAuthorization(o => o.FallbackPolicy =
            new AuthorizationPolicyBuilder(WorkbenchServices.CookieScheme).RequireAuthenticatedUser().Build());
        builder.Services.AddWorkbench();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapWorkbench();
        await app.StartAsync();
        return new(app, feed, time, demo);
    }

    /// <summary>Stops serving, as a server does that goes down: whoever is connected loses the connection.</summary>
    public async Task Stop()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await app.DisposeAsync();
    }
}

/// <summary>Lets everybody read everything.</summary>
public sealed class WholeGrid : IReadScopes
{
    public ValueTask<OwnerScope?> Of(ClaimsPrincipal caller, CancellationToken gone) => new((OwnerScope?)null);

    public void Forget()
    {
    }
}

/// <summary>Counts how often it was asked, and shows the progress a test gives it.</summary>
public sealed class FakeDemoLoader : IDemoLoader
{
    private int starts;

    public int Starts => Volatile.Read(ref starts);

    public DemoProgress? Progress { get; set; }

    public Task Start(int opportunities, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref starts);
        Progress = new(0, opportunities);
        return Task.CompletedTask;
    }
}

/// <summary>Knows the names of those whose id begins with <c>S-</c>.</summary>
public sealed class FakeOwnerNames : IOwnerNames
{
    private static readonly string[] People = ["陈建国", "李晓梅", "Darcel Schlecht", "欧阳文静", "Vicki Laflamme", "赵磊", "Kary Hendrixson", "孙丽", "Anna Snelling", "周伟", "吴敏"];

    public Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(ids
            .Where(id => id.StartsWith("S-", StringComparison.Ordinal))
            .ToDictionary(id => id, id => People[int.Parse(id[2..], System.Globalization.CultureInfo.InvariantCulture) % People.Length]));
}
