using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Ledger;

namespace SalesGrid.Bench.Grids;

/// <summary>
/// The gateway as it is shipped, but with a store that keeps nothing: the ceiling of every store over HTTP. It is served
/// from here because the product has no such setting, and shall have none.
/// </summary>
public static class NullServer
{
    /// <summary>The command of this program that serves it.</summary>
    public const string Command = "serve-null";

    /// <summary>Serves until told to stop.</summary>
    public static async Task Serve(string[] args, CancellationToken cancellationToken)
    {
        // A host that is about to be built says so here: the moment at which the store can be replaced.
        using var listening = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(Replace));
        }));
        await using var app = GatewayHost.Build(args);
        if (app.Services.GetRequiredService<ILedgerStore>() is not NullLedgerStore)
            throw new InvalidOperationException("The store was not replaced: this would not measure what it says.");
        await app.RunAsync(cancellationToken);
    }

    private static void Replace(KeyValuePair<string, object?> said)
    {
        if (said is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<ILedgerStore, NullLedgerStore>()));
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
