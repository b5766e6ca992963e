using System.Security.Claims;

namespace SalesGrid.Gateway.Security;

/// <summary>What became of a key that was shown.</summary>
/// <param name="Holder">Whose it is; null where it opens nothing.</param>
/// <param name="IsBusy">True where it could not be looked up just now: it may be a key all the same.</param>
public readonly record struct KeyAnswer(KeyHolder? Holder, bool IsBusy = false);

/// <summary>Whom an identity provider's subject was found to be.</summary>
/// <param name="Visitor">Who they are; null where they are not let in.</param>
/// <param name="Refusal">Why not; null where they are, or could not be looked up just now.</param>
public readonly record struct SubjectAnswer(ClaimsPrincipal? Visitor, Refusal? Refusal = null);

/// <summary>Users, as far as they open the grid: by keys that are made and ended while it runs, and as whom an identity provider signs in.</summary>
public interface IIssuedKeys
{
    /// <summary>The holder of the key with this text.</summary>
    ValueTask<KeyAnswer> Find(string text, CancellationToken gone);

    /// <summary>Whom a subject of an identity provider is. The token was checked.</summary>
    /// <param name="issuer">The provider's issuer.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="gone">Nobody waits any more.</param>
    ValueTask<SubjectAnswer> OfSubject(string issuer, string subject, CancellationToken gone);

    /// <summary>Who a visitor who is a user is as of now; null where what they came in by has ended.</summary>
    ValueTask<ClaimsPrincipal?> Current(ClaimsPrincipal visitor, CancellationToken gone);
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

    /// <summary>Whom a subject of an identity provider is, whose token was checked and is good until then.</summary>
    public async ValueTask<SubjectAnswer> OfToken(string issuer, string subject, DateTimeOffset ends, CancellationToken gone)
    {
        if (issued is null)
            return default;
        var answer = await issued.OfSubject(issuer, subject, gone);
        return answer.Visitor is { } visitor ? answer with { Visitor = Visitor.Through(visitor, VisitorWay.Token, ends) } : answer;
    }

    /// <summary>Who a visitor is as of now; null where the key they came in with has ended, or their user has.</summary>
    public async ValueTask<ClaimsPrincipal?> Current(ClaimsPrincipal visitor, CancellationToken gone) =>
        Visitor.UserOf(visitor) is not null ? issued is null ? null : await issued.Current(visitor, gone)
        : Visitor.KeyHashOf(visitor) is { } hash ? configured.OfHash(hash)?.Principal
        : null;
}
