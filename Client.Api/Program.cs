using Microsoft.Extensions.Options;
using SalesGrid.Gateway.Hosting;

try
{
    await GatewayHost.Build(args).RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException or InvalidOperationException or OptionsValidationException)
{
    // A folder in use, a key too short, a port taken, an option out of range: what to mend, not where in our code.
    Console.Error.WriteLine($"未能启动 Could not start: {e.Message}");
    return 1;
}
