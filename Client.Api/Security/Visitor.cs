using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;

namespace SalesGrid.Gateway.Security;

/// <summary>Somebody known at the edge: what is said of them, and how it is read again.</summary>
public static class Visitor
{
    /// <summary>
    /// In place of a <see cref="KeyRole"/>: keeps users, and has no part in business. Nothing is open to it but what says so
    /// (<see cref="Policies"/>).
    /// </summary>
    public const string AdministratorRole = "Administrator";

    private const string DutiesClaim = "duties";
    private const string KeyClaim = "key";
    private const string UserClaim = "user";

    // There only where reading is limited, or duties are.
    private const string ReadsClaim = "reads";
    private const string UnitClaim = "unit";
    private const string MachineClaim = "machine";

    // Of users only: a session carries both from its beginning.
    private const string SessionsClaim = "sessions";
    private const string LeftClaim = "left";
    private const string WayClaim = "way";
    private const string EndsClaim = "ends";

    /// <summary>The identity of a key's holder.</summary>
    /// <param name="name">The name their commands are recorded under.</param>
    /// <param name="role">A <see cref="KeyRole"/> by name, or <see cref="AdministratorRole"/>.</param>
    /// <param name="duties">What they answer for.</param>
    /// <param name="keyHash">SHA-256 of their key, by which a session is known to be still theirs; null for who came in without one.</param>
    /// <param name="user">The user they are; null for the holder of a configured key.</param>
    /// <param name="alsoReads">True for somebody who reads what is otherwise for administrators.</param>
    /// <param name="reads">Whose objects they may read.</param>
    /// <param name="isMachine">True for a program.</param>
    /// <param name="sessions">How often all the user had opened was ended; null for who is no user.</param>
    /// <param name="units">The units their duties, and what they read, are limited to; none for the whole company.</param>
    /// <param name="timesLeft">How often the salesperson they are was deactivated.</param>
    public static ClaimsPrincipal Identify(string name, string role, Duties duties, string? keyHash, string? user = null, bool alsoReads = false,
        ReadRight reads = ReadRight.All, ImmutableArray<string> units = default, bool isMachine = false, int? sessions = null, int timesLeft = 0)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.Name, name),
            new(ClaimTypes.Role, role),
            new(DutiesClaim, ((int)duties).ToString(CultureInfo.InvariantCulture)),
        ];
        if (keyHash is not null)
            claims.Add(new(KeyClaim, keyHash));
        if (user is not null)
            claims.Add(new(UserClaim, user));
        if (reads != ReadRight.All)
            claims.Add(new(ReadsClaim, reads.ToString()));
        if (!units.IsDefaultOrEmpty)
            claims.AddRange(units.Select(unit => new Claim(UnitClaim, unit)));
        if (isMachine)
            claims.Add(new(MachineClaim, "true"));
        if (sessions is { } ended)
            claims.Add(new(SessionsClaim, ended.ToString(CultureInfo.InvariantCulture)));
        // Of hardly anybody, and of no session from before it was counted.
        if (timesLeft > 0)
            claims.Add(new(LeftClaim, timesLeft.ToString(CultureInfo.InvariantCulture)));
        if (alsoReads)
            claims.Add(new(ClaimTypes.Role, AuditorRole));
        return new(new ClaimsIdentity(claims, ApiKeyHandler.Name, ClaimTypes.Name, ClaimTypes.Role));
    }

    /// <summary>The same, come in another way than by showing a key with each request.</summary>
    /// <param name="visitor">Who they are.</param>
    /// <param name="way">How.</param>
    /// <param name="ends">Until when; null for as long as the session lasts.</param>
    public static ClaimsPrincipal Through(ClaimsPrincipal visitor, VisitorWay way, DateTimeOffset? ends = null)
    {
        List<Claim> claims = [.. visitor.Claims, new(WayClaim, way.ToString())];
        if (ends is { } end)
            claims.Add(new(EndsClaim, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return new(new ClaimsIdentity(claims, ApiKeyHandler.Name, ClaimTypes.Name, ClaimTypes.Role));
    }

    /// <summary>Beside another: reads what administrators do.</summary>
    public const string AuditorRole = "Auditor";

    /// <summary>What somebody answers for.</summary>
    public static Duties DutiesOf(ClaimsPrincipal visitor) =>
        visitor.FindFirst(DutiesClaim) is { } claim && int.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var duties)
            ? (Duties)duties
            : Duties.None;

    /// <summary>Whose objects somebody may read.</summary>
    public static ReadRight ReadsOf(ClaimsPrincipal visitor) =>
        visitor.FindFirst(ReadsClaim) is { } claim ? Enum.Parse<ReadRight>(claim.Value) : ReadRight.All;

    /// <summary>The units somebody's duties, and what they read, are limited to; none for the whole company.</summary>
    public static ImmutableArray<string> UnitsOf(ClaimsPrincipal visitor) =>
        visitor.HasClaim(static c => c.Type == UnitClaim) ? [.. visitor.FindAll(UnitClaim).Select(c => c.Value)] : [];

    /// <summary>True for a program.</summary>
    public static bool IsMachine(ClaimsPrincipal visitor) => visitor.HasClaim(static c => c.Type == MachineClaim);

    /// <summary>How often all a user had opened had been ended when they came in; 0 for a session from before that was counted.</summary>
    public static int SessionsOf(ClaimsPrincipal visitor) => NumberOf(visitor, SessionsClaim);

    /// <summary>How often the salesperson somebody is had been deactivated when they came in.</summary>
    public static int TimesLeftOf(ClaimsPrincipal visitor) => NumberOf(visitor, LeftClaim);

    /// <summary>How somebody came in; null where they show a key with each request.</summary>
    public static VisitorWay? WayOf(ClaimsPrincipal visitor) => visitor.FindFirst(WayClaim) is { } claim && Enum.TryParse<VisitorWay>(claim.Value, out var way) ? way : null;

    /// <summary>Until when somebody is let in; null for as long as the session lasts.</summary>
    public static DateTimeOffset? EndOf(ClaimsPrincipal visitor) =>
        visitor.FindFirst(EndsClaim) is { } claim && long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>SHA-256 of the key somebody came in with; null where that is not known.</summary>
    public static string? KeyHashOf(ClaimsPrincipal visitor) => visitor.FindFirst(KeyClaim)?.Value;

    /// <summary>The user somebody is; null for the holder of a configured key.</summary>
    public static string? UserOf(ClaimsPrincipal visitor) => visitor.FindFirst(UserClaim)?.Value;

    private static int NumberOf(ClaimsPrincipal visitor, string type) =>
        visitor.FindFirst(type) is { } claim && int.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>True when both are the same and may do the same.</summary>
    public static bool Same(ClaimsPrincipal a, ClaimsPrincipal b) =>
        a.Claims.Select(c => (c.Type, c.Value)).SequenceEqual(b.Claims.Select(c => (c.Type, c.Value)));
}

/// <summary>Ways in beside a key that is shown with each request. By their names they lie in the cookies of sessions.</summary>
public enum VisitorWay
{
    /// <summary>A session that began with a key.</summary>
    Key,

    /// <summary>A session that began with a password.</summary>
    Password,

    /// <summary>A session that began at an identity provider.</summary>
    Provider,

    /// <summary>An identity provider's token, shown with each request.</summary>
    Token,
}
