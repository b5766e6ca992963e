using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Gateway.Security;

/// <summary>What a key may do. Each includes those before it.</summary>
public enum KeyRole
{
    /// <summary>Read everything.</summary>
    Reader = 1,

    /// <summary>Read, and send commands.</summary>
    Writer = 2,

    /// <summary>Everything. Today that is what a writer may do; what only an operator may do will ask for this one.</summary>
    Admin = 3,
}

/// <summary>A key as configured: never the key itself, only its hash.</summary>
/// <param name="Name">Who holds it; recorded as the actor of its commands.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sha256">SHA-256 of the key's UTF-8 text, hexadecimal.</param>
public sealed record ApiKey(string Name, KeyRole Role, string Sha256);

/// <summary>The keys that open this gateway.</summary>
public sealed class ApiKeys(IEnumerable<ApiKey> keys)
{
    /// <summary>Longest key that is looked at, UTF-16 units.</summary>
    public const int MaxKeyLength = 256;

    private readonly ImmutableArray<(byte[] Hash, ApiKey Key)> keys = [.. keys.Select(k => (Convert.FromHexString(k.Sha256), k))];

    /// <summary>The key with this text; null when there is none.</summary>
    public ApiKey? Find(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxKeyLength)
            return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        ApiKey? found = null;
        foreach (var (known, key) in keys)
        {
            // Every key is compared, each in constant time: the time taken tells nothing of which one was close.
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = key;
        }
        return found;
    }

    /// <summary>The identity of a key's holder.</summary>
    public static ClaimsPrincipal Identify(ApiKey key, string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.Name, key.Name), new(ClaimTypes.Role, key.Role.ToString())], scheme, ClaimTypes.Name, ClaimTypes.Role));

    /// <summary>SHA-256 of a key's text, lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
