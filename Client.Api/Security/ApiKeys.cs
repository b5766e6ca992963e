using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;

namespace SalesGrid.Gateway.Security;

/// <summary>What a key may do. Each includes those before it.</summary>
public enum KeyRole
{
    /// <summary>Read everything.</summary>
    Reader = 1,

    /// <summary>Read, and send commands.</summary>
    Writer = 2,

    /// <summary>Everything: every duty, and any command to any object.</summary>
    Admin = 3,
}

/// <summary>A key as configured: never the key itself, only its hash.</summary>
/// <param name="Name">Who holds it; recorded as the actor of its commands.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sha256">SHA-256 of the key's UTF-8 text, hexadecimal.</param>
/// <param name="Duties">
/// What its holder answers for, e.g. <c>Manager, Finance</c>; an administrator answers for everything. A person who sells, approves or
/// is approved holds a key named by their salesperson id.
/// </param>
/// <param name="Reads">Whose objects it may read; everybody's when left out. An administrator reads everything.</param>
public sealed record ApiKey(string Name, KeyRole Role, string Sha256, Duties Duties = Duties.None, ReadRight Reads = ReadRight.All)
{
    /// <summary>Everything a person can answer for. What only the grid does is not among it, nor what the administrator's role alone brings.</summary>
    private const Duties All = Duties.Manager | Duties.Finance | Duties.Legal | Duties.Controller | Duties.ProcessOwner | Duties.People | Duties.Importer;

    /// <summary>What its holder answers for in the end.</summary>
    public Duties Answers => Role == KeyRole.Admin ? All | Duties.Administrator : Role == KeyRole.Writer ? Duties & All : Duties.None;
}

/// <summary>The keys that open this gateway.</summary>
public sealed class ApiKeys(IEnumerable<ApiKey> keys)
{
    /// <summary>Longest key of a configuration, UTF-16 units.</summary>
    public const int MaxKeyLength = 256;

    private readonly ImmutableArray<(byte[] Hash, ConfiguredHolder Holder)> holders =
        [.. keys.Select(k => (Convert.FromHexString(k.Sha256), new ConfiguredHolder(k)))];

    /// <summary>The holder of the key with this text; null when there is none.</summary>
    public ConfiguredHolder? Find(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxKeyLength)
            return null;
        Span<byte> utf8 = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
        ConfiguredHolder? found = null;
        foreach (var (known, holder) in holders)
        {
            // Every key is compared, each in constant time: the time taken tells nothing of which one was close.
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = holder;
        }
        return found;
    }

    /// <summary>The holder of the administrator's key; null where there is none.</summary>
    public ConfiguredHolder? Administrator => holders.FirstOrDefault(h => h.Holder.Key is { Name: ActorNames.Administrator, Role: KeyRole.Admin }).Holder;

    /// <summary>True where the holder of a key is called that, however it is written.</summary>
    public bool HasName(string name) => holders.Any(h => IdentityText.Same(h.Holder.Key.Name, name));

    /// <summary>The holder of the key with this hash; null when there is none.</summary>
    /// <param name="hash">SHA-256 of the key, hexadecimal.</param>
    public KeyHolder? OfHash(string hash) => holders.FirstOrDefault(h => Convert.ToHexStringLower(h.Hash) == hash).Holder;

    /// <summary>What somebody known at the edge answers for.</summary>
    public static Duties DutiesOf(ClaimsPrincipal principal) => Visitor.DutiesOf(principal);

    /// <summary>Whose objects somebody known at the edge may read.</summary>
    public static ReadRight ReadsOf(ClaimsPrincipal principal) => Visitor.ReadsOf(principal);

    /// <summary>SHA-256 of a key's text, lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The holder of a key, and its identity: made once, since every command asks for it.</summary>
public class KeyHolder(ClaimsPrincipal principal)
{
    /// <summary>What a request with the key is taken for.</summary>
    public AuthenticateResult Known { get; } = AuthenticateResult.Success(new(principal, ApiKeyHandler.Name));

    /// <summary>Who the holder is.</summary>
    public ClaimsPrincipal Principal { get; } = principal;
}

/// <summary>The holder of a key of the configuration.</summary>
public sealed class ConfiguredHolder(ApiKey key) : KeyHolder(Visitor.Identify(key.Name, key.Role.ToString(), key.Answers, key.Sha256.ToLowerInvariant(),
    reads: key.Role == KeyRole.Admin ? ReadRight.All : key.Reads))
{
    /// <summary>The key.</summary>
    public ApiKey Key { get; } = key;
}
