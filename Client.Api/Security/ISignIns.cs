using System.Security.Claims;

namespace SalesGrid.Gateway.Security;

/// <summary>What became of signing in.</summary>
/// <param name="Visitor">Who is signed in; null for nobody.</param>
/// <param name="Refusal">Why nobody is, where more may be said than that it was not right.</param>
/// <param name="IsBusy">True where it could not be looked at just now.</param>
public readonly record struct SignInAnswer(ClaimsPrincipal? Visitor, Refusal? Refusal = null, bool IsBusy = false);

/// <summary>Signing in as a user. Known by the noun that keeps users, which also records it.</summary>
public interface ISignIns
{
    /// <summary>A session of the holder of a key.</summary>
    ValueTask<SignInAnswer> ByKey(KeyHolder holder, CancellationToken gone);

    /// <summary>A session by a password. Whether there is such a user is told by neither the answer nor the time it takes.</summary>
    ValueTask<SignInAnswer> ByPassword(string user, string password, CancellationToken gone);

    /// <summary>A session of whom an identity provider has signed in.</summary>
    ValueTask<SignInAnswer> BySubject(string issuer, string subject, CancellationToken gone);

    /// <summary>Sets a password with a code; the refusal is null where it is set.</summary>
    ValueTask<Refusal?> Reset(string user, string code, string password, CancellationToken gone);

    /// <summary>Whether there are users.</summary>
    ValueTask<bool> HasUsers(CancellationToken gone);
}
