using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesGrid.Silo;
using SalesGrid.Storage;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
var grid = builder.Configuration.GetSection("Grid");
var cluster = grid.GetSection("Cluster").Get<ClusterSettings>() ?? new();
var storage = StorageSettings.Read(builder.Configuration);

builder.UseOrleans(silo =>
{
    cluster.Apply(silo);
    silo.Services.AddLedgerStore(storage);
    silo.UseSalesGrid(grid);
});
await builder.Build().RunAsync();
