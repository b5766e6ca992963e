using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using SalesGrid.Storage;

namespace SalesGrid.Silo;

/// <summary>Builds a silo that stands on its own, as <c>dotnet run --project Silo</c> starts it.</summary>
public static class SiloHost
{
    /// <summary>Builds it from configuration; nothing runs yet.</summary>
    /// <param name="args">Command line; overrides environment and files.</param>
    /// <param name="adjust">Called last: what it registers replaces what the configuration made, e.g. another ledger store.</param>
    /// <exception cref="InvalidOperationException">The configuration cannot be right; the message says what to set.</exception>
    /// <exception cref="OptionsValidationException">Likewise.</exception>
    public static IHost Build(string[] args, Action<ISiloBuilder>? adjust = null)
    {
        // Settings lie beside the program, whatever folder it is started from. Data lies below that folder.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            // It warns once of its own first check, which has no earlier one to measure against.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        var cluster = ClusterSettings.Read(builder.Configuration);
        var storage = StorageSettings.Read(builder.Configuration);
        cluster.MustShare(storage);

        var telemetry = Telemetry.Read(builder.Configuration);
        telemetry.Add(builder, "sales-grid-silo");
        builder.UseOrleans(silo =>
        {
            cluster.Apply(silo);
            silo.Services.AddLedgerStore(storage);
            silo.AddPersonalStorage(storage);
            silo.UseSalesGrid(builder.Configuration.GetSection("Grid"));
            silo.AddInsight(builder.Configuration, telemetry);
            silo.Services.AddSingleton(new SiloFacts(storage.Kind, cluster));
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Announcement>();
            adjust?.Invoke(silo);
        });
        var host = builder.Build();
        // Before the silo is made, which would wrap the reason in its own.
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        return host;
    }
}
