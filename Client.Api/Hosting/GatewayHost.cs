using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Orleans.Configuration;
using SalesGrid.Gateway.Appraisals;
using SalesGrid.Gateway.Commands;
using SalesGrid.Gateway.Controls;
using SalesGrid.Gateway.Customers;
using SalesGrid.Gateway.Decisions;
using SalesGrid.Gateway.Demo;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Ledger;
using SalesGrid.Gateway.Limits;
using SalesGrid.Gateway.Masks;
using SalesGrid.Gateway.Opportunities;
using SalesGrid.Gateway.Overview;
using SalesGrid.Gateway.Personal;
using SalesGrid.Gateway.Processes;
using SalesGrid.Gateway.Reorganisations;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Gateway.Targets;
using SalesGrid.Gateway.Users;
using SalesGrid.Gateway.Warnings;
using SalesGrid.Gateway.Web;
using SalesGrid.Gateway.Web.SignIn;
using SalesGrid.Silo;
using SalesGrid.Storage;
using Scalar.AspNetCore;

namespace SalesGrid.Gateway.Hosting;

/// <summary>Puts a gateway together: with a silo inside, or as a pure client of a cluster.</summary>
public static class GatewayHost
{
    /// <summary>Builds the gateway. Configuration only decides what it is; see <c>docs/configuration.md</c>.</summary>
    /// <param name="args">Arguments of the program.</param>
    /// <param name="adjust">Last word on a silo inside; tests put their faults in here.</param>
    public static WebApplication Build(string[] args, Action<ISiloBuilder>? adjust = null)
    {
        // Named, not guessed from the program that runs it: the page's files are listed under this name.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(GatewayHost).Assembly.GetName().Name,
            // Page and settings lie beside the program, whatever folder it is started from. Data lies below that folder.
            ContentRootPath = AppContext.BaseDirectory,
        });
        var config = builder.Configuration;
        var grid = config.GetSection("Grid");
        var folder = StorageSettings.DataFolder(config);
        var limits = grid.GetSection("Limits").Get<RequestLimits>() ?? new();

        var ways = SignInWays.Read(grid);
        AddOrleans(builder, grid, adjust);
        AddHttp(builder, limits);
        var (keys, made) = KeyFile.Open(folder, config["GRID_ADMIN_KEY"], grid.GetSection("Keys").Get<ApiKey[]>() ?? []);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton(new FirstKey(made));
        builder.Services.AddSingleton(ways);
        builder.Services.AddSingleton(Passwords.Read(grid.GetSection("Passwords")));
        builder.Services.AddSingleton<SignIns>();
        builder.Services.AddSingleton<ISignIns>(sp => sp.GetRequiredService<SignIns>());
        // Only for whoever starts it without more ado: with a key set, or people of their own, there is another way in.
        if ((grid["Mode"] ?? "Embedded") == "Embedded" && ways is { Passwords: true, Provider: null } && string.IsNullOrEmpty(config["GRID_ADMIN_KEY"]))
            builder.Services.AddSingleton(sp => new SignInLink(folder, sp.GetRequiredService<TimeProvider>()));
        if (ways.Provider is { } provider)
            builder.Services.AddProviderTokens(provider);
        builder.Services.AddProviderSignIn(ways);
        builder.Services.AddSingleton<IUserIdentities, UserIdentities>();
        builder.Services.TryAddSingleton<KeyUse>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<KeyUse>());
        builder.Services.TryAddSingleton<UserKeys>();
        builder.Services.AddSingleton<IIssuedKeys>(sp => sp.GetRequiredService<UserKeys>());
        builder.Services.TryAddSingleton<OpenSessions>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<OpenSessions>());
        builder.Services.AddDataProtection()
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "protection")))
            .SetApplicationName("sales-grid");
        builder.Services.AddSingleton(grid.GetSection("Retries").Get<RetrySettings>() ?? new());
        builder.Services.AddSingleton<Retries>();
        builder.Services.AddSingleton<GridGateway>();
        builder.Services.AddSingleton<ProcessCache>();
        builder.Services.AddSingleton<IProcessNames>(sp => sp.GetRequiredService<ProcessCache>());
        builder.Services.AddHostedService<DrainNotice>();
        builder.Services.AddSingleton<ChangeSignal>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<ChangeSignal>());
        builder.Services.AddSingleton<IKpiFeed, KpiFeed>();
        builder.Services.AddSingleton<IOwnerNames, OwnerNames>();
        builder.Services.AddSingleton<TeamScopes>();
        builder.Services.AddSingleton<IReadScopes>(sp => sp.GetRequiredService<TeamScopes>());
        builder.Services.AddSingleton<IStandings>(sp => sp.GetRequiredService<TeamScopes>());
        builder.Services.AddSingleton<IConductSources, ConductSources>();
        builder.Services.AddSingleton<DemoLoader>();
        builder.Services.AddSingleton<IDemoLoader>(sp => sp.GetRequiredService<DemoLoader>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<DemoLoader>());
        builder.Services.AddWorkbench();
        builder.Services.TryAddSingleton(new BannerOutput(Console.Out));
        builder.Services.AddHostedService<StartupBanner>();
        var app = builder.Build();
        // Before the grid is made, which would wrap the reason in its own.
        app.Services.GetService<IStartupValidator>()?.Validate();
        return Map(app);
    }

    private static void AddOrleans(WebApplicationBuilder builder, IConfiguration grid, Action<ISiloBuilder>? adjust)
    {
        var telemetry = Telemetry.Read(builder.Configuration);
        telemetry.Add(builder, "sales-grid-gateway", traces => traces.AddAspNetCoreInstrumentation(), metrics => metrics.AddAspNetCoreInstrumentation());
        var cluster = ClusterSettings.Read(builder.Configuration);
        switch (grid["Mode"] ?? "Embedded")
        {
            case "Embedded":
                // Alone on this machine: any free ports will do, on loopback only.
                if (!grid.GetSection("Cluster").Exists())
                    (cluster.SiloPort, cluster.GatewayPort) = (0, 0);
                var storage = StorageSettings.Read(builder.Configuration);
                cluster.MustShare(storage);
                builder.Host.UseOrleans(silo =>
                {
                    cluster.Apply(silo);
                    silo.Services.AddLedgerStore(storage);
                    silo.AddPersonalStorage(storage);
                    silo.UseSalesGrid(grid);
                    silo.AddInsight(builder.Configuration, telemetry);
                    adjust?.Invoke(silo);
                });
                break;
            case "Client":
                builder.Services.AddSingleton(TimeProvider.System);
                builder.Host.UseOrleansClient(client =>
                {
                    cluster.Apply(client);
                    client.AddInsight(builder.Configuration, telemetry);
                    client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = SalesGridSilo.ResponseTimeout);
                });
                break;
            case var mode:
                throw new InvalidOperationException($"Grid:Mode is '{mode}'; it can be Embedded or Client.");
        }
    }

    private static void AddHttp(WebApplicationBuilder builder, RequestLimits limits)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        // A request is begun on the thread that read it: nothing here blocks, so no other connection waits for it.
        builder.WebHost.UseSockets(o => o.UnsafePreferInlineScheduling = true);
        builder.Services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = limits.BodyBytes;
        });
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            ApiJson.Configure(o.SerializerOptions);
            // Of what is answered; what is read of a caller is whole.
            o.SerializerOptions.TypeInfoResolver = o.SerializerOptions.TypeInfoResolver!.WithAddedModifier(MaskedJson.Modify);
        });
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails(o => o.CustomizeProblemDetails = Problems.Complete);
        builder.Services.AddExceptionHandler<FaultHandler>();
        // Known by the key handler, which looks for a cookie itself where there is no key; only what to answer to somebody
        // unknown depends on the door. Each handler more would be made anew for every command.
        builder.Services.AddAuthentication(o =>
            {
                o.DefaultAuthenticateScheme = ApiKeyHandler.Name;
                o.DefaultScheme = "door";
            })
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null)
            .AddPolicyScheme("door", null, o => o.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 || IsForPrograms(http.Request.Path) ? ApiKeyHandler.Name : ApiKeyHandler.CookieName);
        builder.Services.AddAuthorization(Policies.Add);
        limits.Add(builder.Services);
        OpenApi.Add(builder.Services);
    }

    private static WebApplication Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSameOrigin();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseSessionEnds();
        app.UseScopes();
        app.UseMasks();
        app.UseQueryParameters();
        app.MapHealth();
        app.MapFollowUps();
        app.MapCustomerGroups();
        app.MapMerges();
        app.MapActivities();
        app.MapGrades();
        app.MapDelegationActs();
        app.MapReorganisation();
        app.MapConduct();
        app.MapHandover();
        app.MapAppraisal();
        app.MapTargets();
        app.MapSubjects();
        app.MapMigrations();
        app.MapWarnings();
        app.MapCommandBatches();
        app.MapPipeline();
        app.MapMe();
        app.MapUserSignIns();
        app.MapPersonal();
        app.MapKpis();
        app.MapLedger();
        app.MapControls();
        app.MapRefusals();
        app.MapDecisions();
        app.MapOverrides();
        app.MapProcesses();
        app.MapMigrationSurvey();
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.Own);
        app.MapScalarApiReference("/docs", o => o.WithTitle("Sales Grid API").DisableDefaultFonts()).RequireAuthorization(Policies.Own);
        app.MapDashboard();
        app.MapWorkbench();
        return app;
    }

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi");
}

/// <summary>The administrator's key if this start made it; shown once.</summary>
public sealed record FirstKey(string? Text);
