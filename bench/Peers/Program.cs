using SalesGrid.Peers.Blobs;
using SalesGrid.Peers.Http;
using SalesGrid.Peers.Postgres;

// What a team would build instead of the grid, served at the same paths so that the same load can be sent to it.
// PEER says which: plain, one-trip or blobs; see bench/README.md.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
// As the gateway has it.
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
});
builder.Services.ConfigureHttpJsonOptions(json => PeerJson.Configure(json.SerializerOptions));
switch (builder.Configuration["PEER"])
{
    case "plain":
        PostgresDatabase.Add(builder);
        builder.Services.AddSingleton<ICommandSender, PlainHandler>();
        break;
    case "one-trip":
        PostgresDatabase.Add(builder);
        builder.Services.AddSingleton<ICommandSender, OneRoundTripHandler>();
        break;
    case "blobs":
        BlobPeer.Add(builder);
        break;
    case var other:
        Console.Error.WriteLine($"PEER is '{other}'; it can be plain, one-trip or blobs.");
        return 1;
}
var app = builder.Build();
app.UsePeerKey(app.Configuration["PEER_KEY"] ?? throw new InvalidOperationException("PEER_KEY is not set."));
app.MapPeer();
await app.RunAsync();
return 0;
