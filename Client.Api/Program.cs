using SalesGrid.Gateway.Hosting;

await GatewayHost.Build(args).RunAsync();
