using System.Collections.Immutable;
using System.Globalization;
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
    /// <summary>Longest key that is looked at, UTF-16 units.</summary>
    public const int MaxKeyLength = 256;

    private const string DutiesClaim = "duties";

    // There only where reading is limited.
    private const string ReadsClaim = "reads";

    private readonly ImmutableArray<(byte[] Hash, KeyHolder Holder)> holders =
        [.. keys.Select(k => (Convert.FromHexString(k.Sha256), new KeyHolder(k)))];

    /// <summary>The holder of the key with this text; null when there is none.</summary>
    public KeyHolder? Find(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxKeyLength)
            return null;
        Span<byte> utf8 = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
        KeyHolder? found = null;
        foreach (var (known, holder) in holders)
        {
            // Every key is compared, each in constant time: the time taken tells nothing of which one was close.
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = holder;
        }
        return found;
    }

    /// <summary>The identity of a key's holder.</summary>
    public static ClaimsPrincipal Identify(ApiKey key, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, key.Name),
            new(ClaimTypes.Role, key.Role.ToString()),
            new(DutiesClaim, ((int)key.Answers).ToString(CultureInfo.InvariantCulture)),
            .. key.Reads == ReadRight.All || key.Role == KeyRole.Admin ? ImmutableArray<Claim>.Empty : [new(ReadsClaim, key.Reads.ToString())],
        ], scheme, ClaimTypes.Name, ClaimTypes.Role));

    /// <summary>What somebody known at the edge answers for.</summary>
    public static Duties DutiesOf(ClaimsPrincipal principal) =>
        principal.FindFirst(DutiesClaim) is { } claim && int.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var duties)
            ? (Duties)duties
            : Duties.None;

    /// <summary>Whose objects somebody known at the edge may read.</summary>
    public static ReadRight ReadsOf(ClaimsPrincipal principal) => principal.HasClaim(static c => c.Type == ReadsClaim) ? ReadRight.Own : ReadRight.All;

    /// <summary>SHA-256 of a key's text, lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The holder of a key, and its identity: made once, since every command asks for it.</summary>
public sealed class KeyHolder(ApiKey key)
{
    private readonly AuthenticateResult known = AuthenticateResult.Success(new(ApiKeys.Identify(key, ApiKeyHandler.Name), ApiKeyHandler.Name));

    /// <summary>The key.</summary>
    public ApiKey Key => key;

    /// <summary>What a request with the key is taken for.</summary>
    public AuthenticateResult Known => known;
}
