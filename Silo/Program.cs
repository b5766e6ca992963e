using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesGrid.Silo;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
var grid = builder.Configuration.GetSection("Grid");
var cluster = grid.GetSection("Cluster").Get<ClusterSettings>() ?? new();
var storage = grid.GetSection("Storage").Get<StorageSettings>() ?? new();
if (builder.Configuration["GRID_DATA"] is { Length: > 0 } folder)
    storage.Folder = folder;

builder.UseOrleans(silo =>
{
    cluster.Apply(silo);
    storage.Apply(silo.Services);
    silo.UseSalesGrid(grid);
});
await builder.Build().RunAsync();
