using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Lists;
using SalesGrid.Gateway.Security;
using SalesGrid.Projections;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>Signs users in: compares passwords, records who signed in how and where.</summary>
public sealed class SignIns(GridGateway grid, UserKeys keys, Passwords passwords, SignInWays ways, IServer server) : ISignIns
{
    /// <summary>Most that is looked at of a user's id or a password, UTF-16 units.</summary>
    private const int TextMax = 512;

    /// <summary>What this gateway is called in a sign-in: its machine and port.</summary>
    public string GatewayName => field ??= NameOf(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault());

    /// <inheritdoc/>
    public async ValueTask<SignInAnswer> ByKey(KeyHolder holder, CancellationToken gone)
    {
        // The holder of a configured key is no user: their sign-in is nobody's fact.
        if (holder is not UserKeyHolder { Key: { } key, User: var user })
            return new(holder.Principal);
        if (!Policies.Reads(holder.Principal))
            return new(holder.Principal);
        var known = await Record(user.Id, SignInWay.Key, Visitor.SessionsOf(holder.Principal), key.Name, null, gone);
        return known is null ? default : new(Visitor.Through(holder.Principal, VisitorWay.Key));
    }

    /// <inheritdoc/>
    public async ValueTask<SignInAnswer> ByPassword(string user, string password, CancellationToken gone)
    {
        if (!ways.Passwords)
            return new(null, ControlPoints.PasswordsMustBeOn.Refuse());
        var isId = SubjectId.IsValid(user) && password.Length is > 0 and <= TextMax;
        var kept = isId ? await grid.Ask(User(user), u => u.TryPassword(GatewayName), gone) : null;
        if (await passwords.Compare(kept?.Hash, isId ? password : "", gone) is not { } found)
            return new(null, IsBusy: true);
        if (kept is null)
            return default;
        if (found == PasswordVerificationResult.Failed)
        {
            await Wrong(user, gone);
            return default;
        }
        var newHash = found == PasswordVerificationResult.SuccessRehashNeeded ? await passwords.Hash(password, gone) : null;
        return await Begin(user, SignInWay.Password, kept.Sessions, null, newHash, VisitorWay.Password, gone);
    }

    /// <inheritdoc/>
    public async ValueTask<SignInAnswer> BySubject(string issuer, string subject, CancellationToken gone)
    {
        var (visitor, refusal) = await keys.OfSubject(issuer, subject, gone);
        if (visitor is null)
            return new(null, refusal);
        return await Begin(Visitor.UserOf(visitor)!, SignInWay.Provider, Visitor.SessionsOf(visitor), issuer, null, VisitorWay.Provider, gone);
    }

    /// <inheritdoc/>
    public async ValueTask<Refusal?> Reset(string user, string code, string password, CancellationToken gone)
    {
        if (!ways.Passwords)
            return ControlPoints.PasswordsMustBeOn.Refuse();
        if (PasswordPolicy.Check(password) is { } weak)
            return weak;
        var proven = new SetPassword { Hash = "-", ResetSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code))) };
        if (!SubjectId.IsValid(user) || await grid.Ask(User(user), static u => u.Identity(), gone) is not { } known)
            return ControlPoints.PasswordMustBeProven.Refuse();
        var envelope = new Envelope(Guid.CreateVersion7().ToString("N"), known.Actor);
        // Only whoever has the code is told anything of the user, be it that the password is their name.
        if ((await grid.Ask(grid.Subject("user", user), u => u.Can(proven, envelope), gone)).Refusal is not null)
            return ControlPoints.PasswordMustBeProven.Refuse();
        if (PasswordPolicy.Check(password, known.Id, known.Name) is { } named)
            return named;
        return await passwords.Hash(password, gone) is { } hash
            ? (await grid.Send("user", user, proven with { Hash = hash }, envelope, gone)).Refusal
            : ControlPoints.GridMustHaveRoom.Refuse();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> HasUsers(CancellationToken gone) =>
        (await GridList.Read(grid, new ListQuery { Kind = "user", Limit = 1 }, gone)).Total > 0;

    /// <summary>A password that was tried is not the user's.</summary>
    public ValueTask<bool> Wrong(string user, CancellationToken gone) => grid.Ask(User(user), async u =>
    {
        await u.WasWrong(GatewayName);
        return true;
    }, gone);

    /// <summary>What a user's password is compared with; it counts as a wrong one until told otherwise.</summary>
    public ValueTask<PasswordToTry?> Try(string user, CancellationToken gone) => grid.Ask(User(user), u => u.TryPassword(GatewayName), gone);

    private async ValueTask<SignInAnswer> Begin(string user, SignInWay by, int sessions, string? with, string? newHash, VisitorWay way, CancellationToken gone)
    {
        // Whoever may not see the page has not signed in to it.
        if (await keys.Newest(user, gone) is not { } holder)
            return default;
        if (!Policies.Reads(holder.Principal))
            return new(holder.Principal);
        if (await Record(user, by, sessions, with, newHash, gone) is not { } known || await keys.Newest(user, gone) is not { } now || now.User.Sessions != known.Sessions)
            return default;
        return new(Visitor.Through(now.Principal, way));
    }

    private ValueTask<UserIdentity?> Record(string user, SignInWay by, int sessions, string? with, string? newHash, CancellationToken gone)
    {
        var attempt = Guid.CreateVersion7();
        return grid.Ask(User(user), u => u.SignedIn(by, GatewayName, sessions, with, newHash, attempt), gone);
    }

    private IUserGrain User(string id) => grid.Grain<IUserGrain>($"user/{id}");

    private static string NameOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var at) ? $"{Environment.MachineName}:{at.Port}" : Environment.MachineName;
}
