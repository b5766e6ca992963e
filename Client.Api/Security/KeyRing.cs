using System.Security.Claims;

namespace SalesGrid.Gateway.Security;

/// <summary>What became of a key that was shown.</summary>
/// <param name="Holder">Whose it is; null where it opens nothing.</param>
/// <param name="IsBusy">True where it could not be looked up just now: it may be a key all the same.</param>
public readonly record struct KeyAnswer(KeyHolder? Holder, bool IsBusy = false);

/// <summary>Keys that are made and ended while the grid runs.</summary>
public interface IIssuedKeys
{
    /// <summary>The holder of the key with this text.</summary>
    ValueTask<KeyAnswer> Find(string text, CancellationToken gone);

    /// <summary>The holder of a session as of now; null where the key that began it has ended.</summary>
    /// <param name="user">The user the session is of.</param>
    /// <param name="keyHash">SHA-256 of the key that began it.</param>
    /// <param name="gone">Nobody waits any more.</param>
    ValueTask<KeyHolder?> Current(string user, string keyHash, CancellationToken gone);
}

/// <summary>Every key that opens this gateway: those of its configuration, and those issued at run time.</summary>
public sealed class KeyRing(ApiKeys configured, IEnumerable<IIssuedKeys> issued)
{
    /// <summary>Longest key that is looked at, UTF-16 units.</summary>
    public const int MaxKeyLength = 512;

    private readonly IIssuedKeys? issued = issued.SingleOrDefault();

    /// <summary>The holder of the key with this text.</summary>
    public ValueTask<KeyAnswer> Find(ReadOnlySpan<char> text, CancellationToken gone) =>
        configured.Find(text) is { } holder ? new(new KeyAnswer(holder))
        : issued is null || text.IsEmpty || text.Length > MaxKeyLength ? default
        : issued.Find(text.ToString(), gone);

    /// <summary>Who a visitor is as of now; null where the key they came in with has ended, or their user has.</summary>
    public async ValueTask<ClaimsPrincipal?> Current(ClaimsPrincipal visitor, CancellationToken gone) =>
        (Visitor.KeyHashOf(visitor), Visitor.UserOf(visitor)) switch
        {
            (null, _) => null,
            ({ } hash, null) => configured.OfHash(hash)?.Principal,
            ({ } hash, { } user) => issued is null ? null : (await issued.Current(user, hash, gone))?.Principal,
        };
}
