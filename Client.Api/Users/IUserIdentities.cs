using SalesGrid.Claims;
using SalesGrid.Gateway.Grid;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>Says who a user is now.</summary>
public interface IUserIdentities
{
    /// <summary>The user; null where there is none.</summary>
    /// <param name="userId">Their id.</param>
    /// <param name="gone">Nobody waits any more.</param>
    ValueTask<UserIdentity?> Of(string userId, CancellationToken gone);

    /// <summary>The id of the user a subject of an identity provider belongs to; null for nobody's.</summary>
    /// <param name="issuer">The provider's issuer.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="gone">Nobody waits any more.</param>
    ValueTask<string?> OfSubject(string issuer, string subject, CancellationToken gone);
}

/// <summary>Asks the user's grain.</summary>
public sealed class UserIdentities(GridGateway grid) : IUserIdentities
{
    /// <inheritdoc/>
    public ValueTask<UserIdentity?> Of(string userId, CancellationToken gone) =>
        grid.Ask(grid.Grain<IUserGrain>($"user/{userId}"), static user => user.Identity(), gone);

    /// <inheritdoc/>
    public async ValueTask<string?> OfSubject(string issuer, string subject, CancellationToken gone)
    {
        const string User = "user/";
        var claim = grid.Subject("claim", ClaimOf.LoginSubject(issuer, subject)["claim/".Length..]);
        return await grid.Ask(claim, static c => c.See(), gone) is ClaimView { For: { } of } && of.StartsWith(User, StringComparison.Ordinal) ? of[User.Length..] : null;
    }
}
