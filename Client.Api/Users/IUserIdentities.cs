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
}

/// <summary>Asks the user's grain.</summary>
public sealed class UserIdentities(GridGateway grid) : IUserIdentities
{
    /// <inheritdoc/>
    public ValueTask<UserIdentity?> Of(string userId, CancellationToken gone) =>
        grid.Ask(grid.Grain<IUserGrain>($"user/{userId}"), static user => user.Identity(), gone);
}
