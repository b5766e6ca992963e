using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Identity;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>The newest sign-ins of a user.</summary>
/// <param name="Items">At most 20, newest first.</param>
/// <param name="LockedUntil">Until when no password of theirs is looked at after too many wrong ones; may be past. Null where none was.</param>
public sealed record SignInsAnswer(ImmutableArray<SignInView> Items, DateTimeOffset? LockedUntil);

/// <summary>Another password in place of the present one.</summary>
public sealed record PasswordBody
{
    /// <summary>The present password.</summary>
    public required string Current { get; init; }

    /// <summary>The new one, 12 to 128 characters.</summary>
    public required string Password { get; init; }
}

/// <summary>How a user has signed in, and their own password. A password is in no command, so what sets it is no command of the kind either, and in no batch.</summary>
public static class UserSignInEndpoints
{
    /// <summary>Longest present password that is looked at, UTF-16 units.</summary>
    private const int TextMax = 512;

    private static readonly KindApi Kind = UserApi.Api;

    public static void MapUserSignIns(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup($"/api/{Kind.Path}").WithTags(Kind.Tag).WithMetadata(Kind.ScopeOfPath);
        group.MapGet("/{id}/sign-ins", Read)
            .RequireAuthorization(Kind.ReadPolicy)
            .WithSummary("登录记录 · The newest 20 sign-ins: when, how, at which gateway")
            .Produces<SignInsAnswer>();
        group.MapPost("/{id}/set-password", Set)
            .RequireAuthorization(Kind.WritePolicy)
            .WithSummary("设置密码 · Another password of one's own, which ends one's sessions")
            .WithDescription("只能由本人凭当前密码设置;没有密码或忘记时,请用户管理员签发重置码。 By oneself, with the present one; who has none asks whoever keeps users for a code.")
            .WithMetadata(new AcceptsMetadata(["application/json"], typeof(PasswordBody)))
            .WithExample(new { current = "correct horse battery", password = "eleven quiet lanterns" })
            .Produces<ReceiptBody>();
    }

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid) =>
        SubjectId.IsValid(id) && await grid.Ask(grid.Grain<IUserGrain>($"user/{id}"), static u => u.SignIns(), http.RequestAborted) is { } found
            ? Results.Ok(new SignInsAnswer(found.Items, found.LockedUntil))
            : SubjectEndpoints.NotFound(Kind, id, http);

    private static async Task<IResult> Set(string id, HttpContext http, GridGateway grid, SignIns signIns, Passwords passwords, SignInWays ways)
    {
        if (Kind.IsHidden(http.User, id))
            return SubjectEndpoints.NotFound(Kind, id, http);
        using var sent = await CommandBody.Read(http);
        var body = sent.As<PasswordBody>(CommandJson.Options);
        if (!ways.Passwords)
            return Problems.Of(http, ControlPoints.PasswordsMustBeOn.Refuse());
        if (Visitor.UserOf(http.User) is not { } user || !SubjectId.Same(user, id))
            return await CommandResults.Send(http, Kind.Prefix, id, null, (i, envelope) => grid.Send(Kind.Kind, i, new SetPassword(), envelope, http.RequestAborted));
        if (await grid.Ask(grid.Grain<IUserGrain>($"user/{user}"), static u => u.Identity(), http.RequestAborted) is not { } known)
            return SubjectEndpoints.NotFound(Kind, id, http);
        if (PasswordPolicy.Check(body.Password, known.Id, known.Name) is { } weak)
            return Problems.Of(http, weak);
        var kept = body.Current.Length is > 0 and <= TextMax ? await signIns.Try(user, http.RequestAborted) : null;
        if (await passwords.Compare(kept?.Hash, body.Current, http.RequestAborted) is not { } found || await passwords.Compare(kept?.Hash, body.Password, http.RequestAborted) is not { } again)
            return Problems.Of(http, ControlPoints.GridMustHaveRoom.Refuse());
        var isShown = found != PasswordVerificationResult.Failed;
        // Sent again, the present password is the new one already: the command id says whether that was this command.
        if (!isShown && again == PasswordVerificationResult.Failed)
        {
            if (kept is not null)
                await signIns.Wrong(user, http.RequestAborted);
            return Problems.Of(http, ControlPoints.PasswordMustBeProven.RefuseField("current"));
        }
        if (await passwords.Hash(body.Password, http.RequestAborted) is not { } hash)
            return Problems.Of(http, ControlPoints.GridMustHaveRoom.Refuse());
        return await CommandResults.Send(http, Kind.Prefix, id, null, async (i, envelope) =>
        {
            var receipt = await grid.Send(Kind.Kind, i, new SetPassword { Hash = hash, ShownAt = isShown ? kept!.Sessions : null }, envelope, http.RequestAborted);
            // An id that was used for another password: nothing was set now.
            return receipt is { Accepted: true, Replayed: true } && again == PasswordVerificationResult.Failed
                ? receipt with { Refusal = ControlPoints.CommandIdMustNotBeReused.Refuse() }
                : receipt;
        });
    }
}
