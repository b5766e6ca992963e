using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Peers.Http;

/// <summary>The check of the key: its SHA-256 is compared in constant time, as the gateway does.</summary>
public static class PeerKey
{
    private const string Prefix = "Bearer ";

    /// <summary>Lets only holders of the key in; health is open.</summary>
    public static void UsePeerKey(this IApplicationBuilder app, string key)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/health") || Opens(http.Request.Headers.Authorization.ToString(), expected))
                return next(http);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
    }

    private static bool Opens(string header, byte[] expected) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.UTF8.GetBytes(header[Prefix.Length..].Trim())));
}
