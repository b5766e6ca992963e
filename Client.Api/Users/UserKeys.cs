using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Claims;
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
/// <param name="ways">How one signs in here beside keys.</param>
/// <param name="use">Where it is noted that a key is used; null where it is not.</param>
public sealed class UserKeys(IUserIdentities identities, ApiKeys configured, TimeProvider time, ILogger<UserKeys> logger, SignInWays ways, KeyUse? use = null) : IIssuedKeys, IDisposable
{
    /// <summary>How long an answer is taken as it is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer is relied on at all.</summary>
    public static readonly TimeSpan ReliedOn = TimeSpan.FromSeconds(2);

    /// <summary>How long it is remembered whose a subject is; that it still is, the user says.</summary>
    private static readonly TimeSpan SubjectKept = TimeSpan.FromMinutes(5);

    /// <summary>Most users kept. One more is asked for with every request until others have not come for a while.</summary>
    private const int UsersMax = 10_000;

    private readonly MemoryCache users = new(new MemoryCacheOptions { SizeLimit = UsersMax });
    // Whose a subject is; null for nobody's.
    private readonly MemoryCache subjects = new(new MemoryCacheOptions { SizeLimit = UsersMax, Clock = new Clock(time) });
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
    public async ValueTask<ClaimsPrincipal?> Current(ClaimsPrincipal visitor, CancellationToken gone)
    {
        if (await Holder(visitor, gone) is not { } holder)
            return null;
        return Visitor.WayOf(visitor) is { } way ? Visitor.Through(holder.Principal, way, Visitor.EndOf(visitor)) : holder.Principal;
    }

    /// <summary>Who a visitor who is a user is as of now; null where what they came in by has ended.</summary>
    public async ValueTask<UserKeyHolder?> Holder(ClaimsPrincipal visitor, CancellationToken gone)
    {
        if (Visitor.UserOf(visitor) is not { } userId || Visitor.EndOf(visitor) <= time.GetUtcNow() || !ways.Allow(Visitor.WayOf(visitor)))
            return null;
        var (sessions, left) = (Visitor.SessionsOf(visitor), Visitor.TimesLeftOf(visitor));
        // Whoever has a session was a user once: they are looked up however many strangers there are.
        if (await Known(userId, gone) is not { } user)
            return null;
        // It began after something that ended others, which this gateway does not know of yet.
        if ((sessions > user.Identity.Sessions || left > user.Identity.TimesLeft) && await Renew(userId, gone) is { } newest)
            user = newest;
        // Ended with the user's other sessions, or when the salesperson they are was deactivated: that they are back opens it no more.
        return (sessions, left) != (user.Identity.Sessions, user.Identity.TimesLeft) ? null
            : Visitor.KeyHashOf(visitor) is { } hash ? Used(user, Convert.FromHexString(hash))
            : Visitor.WayOf(visitor) is null ? null
            : user.Whole;
    }

    /// <inheritdoc/>
    public async ValueTask<SubjectAnswer> OfSubject(string issuer, string subject, CancellationToken gone)
    {
        var key = (issuer, subject);
        // A user who is relied on no longer than others says whether the subject is theirs; whose it is hardly ever changes.
        if (subjects.TryGetValue(key, out string? userId) && userId is not null && await Known(userId, gone) is { } known && Has(known.Identity, issuer, subject))
            return Answer(known);
        if (subjects.TryGetValue(key, out userId) && userId is null)
            return new(null, ControlPoints.SubjectMustBeAUsers.Refuse(issuer, subject));
        userId = await identities.OfSubject(issuer, subject, gone);
        // It may have been linked within the time a user is relied on.
        var user = userId is null ? null : await Renew(userId, gone);
        var isTheirs = user is not null && Has(user.Identity, issuer, subject);
        subjects.Set(key, isTheirs ? userId : null, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = time.GetUtcNow() + (isTheirs ? SubjectKept : ReliedOn) });
        return isTheirs ? Answer(user!) : new(null, ControlPoints.SubjectMustBeAUsers.Refuse(issuer, subject));
    }

    /// <summary>The user as of now, asked for anew, as they are let in without a key; null where they are not.</summary>
    public async ValueTask<UserKeyHolder?> Newest(string userId, CancellationToken gone) => (await Renew(userId, gone))?.Whole;

    private static SubjectAnswer Answer(KnownUser user) =>
        user.Whole is { } holder ? new(holder.Principal) : new(null, ControlPoints.UserMustBeEnabled.Refuse(user.Identity.Id));

    private static bool Has(UserIdentity user, string issuer, string subject) => !user.Subjects.IsDefault && user.Subjects.Contains(new(issuer, subject));

    private async ValueTask<KnownUser?> Known(string userId, CancellationToken gone)
    {
        var (user, isBusy) = await UserOf(userId, gone);
        return isBusy ? await Renew(userId, gone) : user;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        users.Dispose();
        subjects.Dispose();
    }

    private UserKeyHolder? Used(KnownUser user, byte[] hash)
    {
        var now = time.GetUtcNow();
        if (user.Find(hash, now) is not { } holder)
            return null;
        if (use is not null && holder.IsToBeNoted(now))
            use.Note(holder.User.Id, holder.Key!.Name, now);
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
        if (await identities.Of(userId, gone) is not { } identity)
            return null;
        return IsLetIn(identity)
            ? new(identity, [.. identity.Keys.Select(key => UserKeyHolder.Of(identity, key)).OfType<UserKeyHolder>()], UserKeyHolder.Of(identity, null), askedAt)
            : new(identity, [], null, askedAt);
    }

    private bool IsLetIn(UserIdentity identity)
    {
        if (identity.Disabled)
            return false;
        if (configured.HasName(identity.Actor) || configured.HasName(identity.Id))
        {
            logger.LogWarning("User {User} is not let in: a key of the configuration has the name they would act under", identity.Id);
            return false;
        }
        return true;
    }

    /// <summary>A user as last asked for.</summary>
    private sealed record KnownUser(UserIdentity Identity, ImmutableArray<UserKeyHolder> Holders, UserKeyHolder? Whole, long AskedAt)
    {
        /// <summary>Most keys that are remembered to be none of the user's.</summary>
        private const int MissesMax = 64;

        private ConcurrentDictionary<ulong, byte> Misses { get; init; } = new();

        /// <summary>This, as the answer that follows another: what is made once for each version of a user is kept, since every request asks for it.</summary>
        // A user is shut out with the salesperson they are as well, which is no change of the user.
        public KnownUser After(KnownUser earlier) =>
            Identity.Version == earlier.Identity.Version && Identity.Disabled == earlier.Identity.Disabled && Identity.TimesLeft == earlier.Identity.TimesLeft ? this with { Holders = earlier.Holders, Whole = earlier.Whole, Misses = earlier.Misses } : this;

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
                if (CryptographicOperations.FixedTimeEquals(holder.Hash.Span, hash) && !(holder.Key!.EndsAt <= now))
                    found = holder;
            }
            return found;
        }
    }

    private sealed class Clock(TimeProvider time) : Microsoft.Extensions.Internal.ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
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
