using System.Security.Cryptography;
using System.Text;
using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>A refusal on its way to the ledger.</summary>
/// <param name="Id">Id of the fact it becomes.</param>
/// <param name="Bucket">Bucket of the object that refused, which is the fact's as well.</param>
/// <param name="Fingerprint">XxHash3 of the command's content.</param>
/// <param name="Refused">What was refused; <see cref="RefusedCommand.Suppressed"/> not filled in.</param>
/// <param name="Decision">What it was decided on: a JSON object in UTF-8.</param>
public sealed record RefusalNote(string Id, int Bucket, ulong Fingerprint, RefusedCommand Refused, byte[] Decision)
{
    /// <summary>Longest text of a reason that is kept, UTF-16 units. A reason may repeat what somebody sent, of whatever length.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>Most numbers tried for an id. A thousand buckets need a thousand on average; that none of so many fits does not happen.</summary>
    private const int NumbersMax = 1_000_000;

    /// <summary>The refusal as a business object, <c>refusal/{id}</c>.</summary>
    public string Subject => RefusedCommandKind.Kind.SubjectOf(Id);

    /// <summary>
    /// The id of a refusal. It follows from object, control point, actor, command id and the command's content, so that a retry is
    /// the same refusal and nobody hides a second attempt behind the id of a first. A number at its end puts it into the object's
    /// own bucket: everywhere in the grid a subject alone says where it lies.
    /// </summary>
    public static string IdOf(string subject, string controlPoint, string actor, string commandId, ulong fingerprint, int bucket, int bucketCount)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{subject}\n{controlPoint}\n{fingerprint:x16}\n{actor.Length}\n{actor}{commandId}")).AsSpan(0, 16));
        for (var number = 0; number < NumbersMax; number++)
        {
            var id = $"{hash}-{number:x}";
            if (SubjectId.BucketOf(RefusedCommandKind.Kind.SubjectOf(id), bucketCount) == bucket)
                return id;
        }
        throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "There is no such bucket.");
    }

    /// <summary>A reason as it is kept: cut where it is too long, and without half characters, which would be read as others.</summary>
    public static LocalText Kept(LocalText reason) => new(Kept(reason.Zh), Kept(reason.En));

    private static string Kept(string text)
    {
        var cut = text.Length <= MaxReasonLength ? text : $"{text[..(MaxReasonLength - 1)]}…";
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
