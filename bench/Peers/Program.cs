using Npgsql;
using SalesGrid.Peers.Blobs;
using SalesGrid.Peers.Http;
using SalesGrid.Peers.Postgres;

// What a team would build instead of the grid, served at the same paths so that the same load can be sent to it.
// PEER says which: plain, one-trip, both also lean, blobs or empty; see bench/README.md.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
// As the gateway has it.
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
});
builder.Services.ConfigureHttpJsonOptions(json => PeerJson.Configure(json.SerializerOptions));
var peer = builder.Configuration["PEER"];
// Without what a careful team adds: no table of idempotency keys, no check of the caller's key.
var lean = peer is "plain-lean" or "one-trip-lean" or "empty";
switch (peer)
{
    case "plain" or "plain-lean":
        PostgresDatabase.Add(builder);
        builder.Services.AddSingleton<ICommandSender>(sp => new PlainHandler(sp.GetRequiredService<NpgsqlDataSource>(), remembersKeys: !lean));
        break;
    case "one-trip" or "one-trip-lean":
        PostgresDatabase.Add(builder);
        builder.Services.AddSingleton<ICommandSender>(sp => new OneRoundTripHandler(sp.GetRequiredService<NpgsqlDataSource>(), remembersKeys: !lean));
        break;
    case "blobs":
        BlobPeer.Add(builder);
        break;
    case "empty":
        EmptyPeer.Add(builder);
        break;
    default:
        Console.Error.WriteLine($"PEER is '{peer}'; it can be plain, plain-lean, one-trip, one-trip-lean, blobs or empty.");
        return 1;
}
var app = builder.Build();
if (!lean)
    app.UsePeerKey(app.Configuration["PEER_KEY"] ?? throw new InvalidOperationException("PEER_KEY is not set."));
app.MapPeer();
await app.RunAsync();
return 0;
