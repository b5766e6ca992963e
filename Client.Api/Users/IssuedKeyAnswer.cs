using System.Security.Cryptography;
using System.Text;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>The answer to a key that was issued.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Version">The user's version after the command.</param>
/// <param name="Bucket">Bucket of the ledger.</param>
/// <param name="Seq">Sequence in the bucket of the command's last entry.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Key">Its text, here and nowhere else; null where it was shown when the command was carried out first.</param>
/// <param name="Note">What that means for whoever reads it.</param>
public sealed record IssuedKeyAnswer(string Id, int Version, int Bucket, long Seq, bool Replayed, string Name, string? Key, LocalText Note)
{
    private static readonly LocalText ShownNow = new("密钥文本只显示这一次,请立即妥善保存。", "The text of the key is shown this once; keep it now.");

    private static readonly LocalText ShownBefore = new(
        "密钥已签发,其文本只在首次答复中显示,不会再次给出。若已遗失,请撤销此密钥并以另一名称签发新的。",
        "The key was issued; its text was in the first answer and is not given again. Where that was lost, revoke the key and issue another by another name.");

    /// <summary>Makes the text, sends its hash, and answers with the text once.</summary>
    public static async Task<IResult> Send(HttpContext http, GridGateway grid, string id, Command command)
    {
        var issue = (IssueKey)command;
        var text = UserKeyText.New(id);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Receipt? receipt = null;
        var answer = await CommandResults.Send(http, "U", id, null, async (user, envelope) =>
            receipt = await grid.Send("user", user, issue with { Sha256 = hash }, envelope, http.RequestAborted));
        if (receipt is not { Accepted: true } done)
            return answer;
        // The first attempt may have got through although its answer did not: then what the user has is this very text.
        var isTheirs = !done.Replayed
            || (await grid.Ask(grid.Grain<IUserGrain>($"user/{id}"), static user => user.Identity(), http.RequestAborted))?.Keys.Any(k => k.Sha256 == hash) == true;
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new IssuedKeyAnswer(id, done.Version, done.Bucket, done.Seq, done.Replayed, issue.Name, isTheirs ? text : null, isTheirs ? ShownNow : ShownBefore));
    }
}
