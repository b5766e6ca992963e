using SalesGrid.Gateway.Hosting;
using SalesGrid.Silo;

try
{
    await GatewayHost.Build(args).RunAsync();
    return 0;
}
catch (Exception e) when (StartFailure.IsMendable(e))
{
    Console.Error.WriteLine(StartFailure.Explain(e));
    return 1;
}
