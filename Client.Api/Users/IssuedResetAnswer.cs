using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Web.SignIn;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>The answer to a code with which a user sets a password.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Version">The user's version after the command.</param>
/// <param name="Bucket">Bucket of the ledger.</param>
/// <param name="Seq">Sequence in the bucket of the command's last entry.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
/// <param name="Code">The code, here and nowhere else; null where it was shown when the command was carried out first.</param>
/// <param name="Link">The page where the code is used, with the code in it; null where that is.</param>
/// <param name="HoursGood">How long it is good from its issue on, in hours.</param>
public sealed record IssuedResetAnswer(string Id, int Version, int Bucket, long Seq, bool Replayed, string? Code, string? Link, int HoursGood)
{
    /// <summary>How long a code is good, hours.</summary>
    private const int Good = 24;

    /// <summary>Random bytes in a code.</summary>
    private const int CodeBytes = 32;

    /// <summary>Makes the code, sends its hash, and answers with the code once.</summary>
    public static async Task<IResult> Send(HttpContext http, GridGateway grid, string id, Command command)
    {
        var ways = http.RequestServices.GetRequiredService<SignInWays>();
        if (!ways.Passwords)
            return Problems.Of(http, ControlPoints.PasswordsMustBeOn.Refuse());
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
        Receipt? receipt = null;
        var answer = await CommandResults.Send(http, "U", id, null, async (user, envelope) =>
            receipt = await grid.Send("user", user, (IssueReset)command with { Sha256 = hash }, envelope, http.RequestAborted));
        if (receipt is not { Accepted: true } done)
            return answer;
        http.Response.Headers.CacheControl = "no-store";
        var link = ways.AddressOf(http.Request) + SignInEndpoints.PasswordPath + QueryString.Create("user", id).Add("code", code);
        return Results.Ok(new IssuedResetAnswer(id, done.Version, done.Bucket, done.Seq, done.Replayed, done.Replayed ? null : code, done.Replayed ? null : link, Good));
    }
}
