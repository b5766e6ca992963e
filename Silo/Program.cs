using Microsoft.Extensions.Hosting;
using SalesGrid.Silo;

IHost? host = null;
try
{
    host = SiloHost.Build(args);
    await host.StartAsync();
}
catch (Exception e) when (StartFailure.IsMendable(e))
{
    Console.Error.WriteLine(StartFailure.Explain(e));
    return 1;
}
// Until SIGTERM or Ctrl+C; then the silo leaves its cluster, which takes at most HostOptions.ShutdownTimeout.
await host.WaitForShutdownAsync();
await ((IAsyncDisposable)host).DisposeAsync();
return 0;
