using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using SalesGrid.Gateway.Security;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>
/// The keys of users. What a user's grain says is relied on for at most <see cref="ReliedOn"/>; from <see cref="Fresh"/> on it is asked anew beside the
/// requests, so that none of a user who sends all the time waits for it.
/// </summary>
/// <param name="identities">Says who a user is.</param>
/// <param name="configured">The keys of the configuration: nobody else acts under their names.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log. No text of a key is ever in it.</param>
/// <param name="use">Where it is noted that a key is used; null where it is not.</param>
public sealed class UserKeys(IUserIdentities identities, ApiKeys configured, TimeProvider time, ILogger<UserKeys> logger, KeyUse? use = null) : IIssuedKeys, IDisposable
{
    /// <summary>How long an answer is taken as it is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer is relied on at all.</summary>
    public static readonly TimeSpan ReliedOn = TimeSpan.FromSeconds(2);

    /// <summary>Most users kept. One more is asked for with every request until others have not come for a while.</summary>
    private const int UsersMax = 10_000;

    private readonly MemoryCache users = new(new MemoryCacheOptions { SizeLimit = UsersMax });
    private readonly LookupAllowance strangers = new(time);

    /// <inheritdoc/>
    public async ValueTask<KeyAnswer> Find(string text, CancellationToken gone)
    {
        if (UserKeyText.UserOf(text) is not { } userId)
            return default;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var (user, isBusy) = await UserOf(userId, gone);
        return user is null ? new(null, isBusy)
            : Used(user, hash) is { } holder ? new(holder)
            : await IssuedSince(user, hash, gone);
    }

    /// <summary>A key that was no user's when they were last asked about may have been issued since: it opens the grid from its first moment on.</summary>
    private async ValueTask<KeyAnswer> IssuedSince(KnownUser user, byte[] hash, CancellationToken gone)
    {
        if (user.HasMissed(hash))
            return default;
        if (!strangers.TryTake())
            return new(null, IsBusy: true);
        var now = await Renew(user.Identity.Id, gone);
        if (now is not null && Used(now, hash) is { } holder)
        {
            strangers.GiveBack();
            return new(holder);
        }
        now?.Miss(hash);
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask<KeyHolder?> Current(string user, string keyHash, CancellationToken gone) => await Holder(user, keyHash, gone);

    /// <summary>The holder of a key, by its user and its hash; null where it opens nothing now.</summary>
    public async ValueTask<UserKeyHolder?> Holder(string userId, string keyHash, CancellationToken gone)
    {
        var (user, isBusy) = await UserOf(userId, gone);
        // Whoever has a session was a user once: they are looked up however many strangers there are.
        if (isBusy)
            user = await Renew(userId, gone);
        return user is null ? null : Used(user, Convert.FromHexString(keyHash));
    }

    /// <inheritdoc/>
    public void Dispose() => users.Dispose();

    private UserKeyHolder? Used(KnownUser user, byte[] hash)
    {
        var now = time.GetUtcNow();
        if (user.Find(hash, now) is not { } holder)
            return null;
        if (use is not null && holder.IsToBeNoted(now))
            use.Note(holder.User.Id, holder.Key.Name, now);
        return holder;
    }

    private ValueTask<(KnownUser? User, bool IsBusy)> UserOf(string userId, CancellationToken gone)
    {
        if (!users.TryGetValue(userId, out Entry? entry))
            return First(userId, gone);
        var age = time.GetElapsedTime(entry!.User.AskedAt);
        if (age < Fresh)
            return new((entry.User, false));
        var asked = entry.Asked(() => Ask(userId, CancellationToken.None).AsTask());
        return age < ReliedOn ? new((entry.User, false)) : Newest(userId, asked, gone);
    }

    private async ValueTask<(KnownUser? User, bool IsBusy)> First(string userId, CancellationToken gone)
    {
        if (!strangers.TryTake())
            return (null, true);
        var user = await Renew(userId, gone);
        if (user is not null)
            strangers.GiveBack();
        return (user, false);
    }

    private async ValueTask<(KnownUser? User, bool IsBusy)> Newest(string userId, Task<KnownUser?> asked, CancellationToken gone)
    {
        var user = await asked.WaitAsync(gone);
        if (user is null)
            users.Remove(userId);
        return (user, false);
    }

    /// <summary>Asks about a user now, and keeps the answer.</summary>
    private async ValueTask<KnownUser?> Renew(string userId, CancellationToken gone)
    {
        if (await Ask(userId, gone) is not { } newest)
        {
            users.Remove(userId);
            return null;
        }
        if (users.TryGetValue(userId, out Entry? known))
            newest = newest.After(known!.User);
        users.Set(userId, new Entry(newest), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(5) });
        return newest;
    }

    private async ValueTask<KnownUser?> Ask(string userId, CancellationToken gone)
    {
        var askedAt = time.GetTimestamp();
        return await identities.Of(userId, gone) is { } identity ? new(identity, Holders(identity), askedAt) : null;
    }

    private ImmutableArray<UserKeyHolder> Holders(UserIdentity identity)
    {
        if (identity.Disabled)
            return [];
        if (configured.HasName(identity.Actor) || configured.HasName(identity.Id))
        {
            logger.LogWarning("User {User} is not let in: a key of the configuration has the name they would act under", identity.Id);
            return [];
        }
        return [.. identity.Keys.Select(key => UserKeyHolder.Of(identity, key)).OfType<UserKeyHolder>()];
    }

    /// <summary>A user as last asked for.</summary>
    private sealed record KnownUser(UserIdentity Identity, ImmutableArray<UserKeyHolder> Holders, long AskedAt)
    {
        /// <summary>Most keys that are remembered to be none of the user's.</summary>
        private const int MissesMax = 64;

        private ConcurrentDictionary<ulong, byte> Misses { get; init; } = new();

        /// <summary>This, as the answer that follows another: what is made once for each version of a user is kept, since every request asks for it.</summary>
        // A user is shut out with the salesperson they are as well, which is no change of the user.
        public KnownUser After(KnownUser earlier) =>
            (Identity.Version, Identity.Disabled) == (earlier.Identity.Version, earlier.Identity.Disabled) ? this with { Holders = earlier.Holders, Misses = earlier.Misses } : this;

        /// <summary>True for a key of which the user was asked after it was shown, at this version, and that was none of theirs.</summary>
        public bool HasMissed(ReadOnlySpan<byte> hash) => Misses.ContainsKey(BinaryPrimitives.ReadUInt64LittleEndian(hash));

        /// <summary>Remembers that: a key that was none stays none as long as nothing happens to the user.</summary>
        public void Miss(ReadOnlySpan<byte> hash)
        {
            if (Misses.Count < MissesMax)
                Misses.TryAdd(BinaryPrimitives.ReadUInt64LittleEndian(hash), 0);
        }

        public UserKeyHolder? Find(ReadOnlySpan<byte> hash, DateTimeOffset now)
        {
            UserKeyHolder? found = null;
            foreach (var holder in Holders)
            {
                // Every key is compared, each in constant time: the time taken tells nothing of which one was close.
                if (CryptographicOperations.FixedTimeEquals(holder.Hash.Span, hash) && !(holder.Key.EndsAt <= now))
                    found = holder;
            }
            return found;
        }
    }

    /// <summary>A user, and the question that is under way.</summary>
    private sealed class Entry(KnownUser user)
    {
        private readonly Lock gate = new();
        private volatile KnownUser user = user;
        private Task<KnownUser?>? asking;

        public KnownUser User => user;

        /// <summary>The question that is under way, begun where there is none.</summary>
        public Task<KnownUser?> Asked(Func<Task<KnownUser?>> ask)
        {
            lock (gate)
                return asking is { IsCompleted: false } ? asking : asking = Take(ask);
        }

        // What fails is told to whoever waits for it; nobody does where the last answer still holds.
        private async Task<KnownUser?> Take(Func<Task<KnownUser?>> ask)
        {
            var newest = await ask();
            if (newest is null)
                return null;
            return user = newest.After(user);
        }
    }
}
