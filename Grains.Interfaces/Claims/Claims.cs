using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Claims;

/// <summary>
/// Things only one object may have at a time. A claim is an object of its own, <c>claim/{id}</c>, that grants one reservation: whoever
/// has it has the thing.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.ClaimCommand")]
public abstract record ClaimCommand : Command;

/// <summary>A claim as seen from outside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="Account">The sort of claim, see <see cref="ClaimOf"/>; null while nobody has it.</param>
/// <param name="For">The object that has it, <c>kind/id</c>; null while nobody has.</param>
[GenerateSerializer, Immutable, Alias("sg.ClaimView")]
public sealed record ClaimView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string? Account,
    [property: Id(3)] string? For);

/// <summary>The sorts of claims: accounts of the reservation that is taken, and the subjects they are taken of.</summary>
public static class ClaimOf
{
    /// <summary>Account: a customer has a unified social credit code.</summary>
    public const string Identity = "identity";

    /// <summary>Account: an opportunity is after a customer with a product.</summary>
    public const string Collision = "collision";

    /// <summary>Account: a quote carries a contract.</summary>
    public const string Contract = "contract";

    /// <summary>Account: a user acts under a name.</summary>
    public const string Actor = "actor";

    /// <summary>Account: an identity provider's subject belongs to a user.</summary>
    public const string Login = "login";

    /// <summary>The claim on a subject of an identity provider. Both texts count as they are written.</summary>
    public static string LoginSubject(string issuer, string subject) =>
        $"claim/login-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, 16))}";

    /// <summary>Account: a customer was merged into another.</summary>
    public const string Merged = "merged";

    /// <summary>Account: a customer is what others are merged into; as many may claim that as are merged.</summary>
    public const string Survivor = "survivor";

    /// <summary>The claim on what a customer is in merges: merged itself, or what others are merged into, and never both.</summary>
    public static string MergeSubject(string customerId) => $"claim/merge-{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(IdentityText.Key(customerId))):x32}";
    /// <summary>True for the id of a claim that users take. Its id follows from the name it is on, so that whoever could read it could try names.</summary>
    public static bool IsAccounts(string id) => id.StartsWith($"{Actor}-", StringComparison.Ordinal) || id.StartsWith($"{Login}-", StringComparison.Ordinal);

    /// <summary>Account: an entry of a catalogue has a code.</summary>
    public const string Catalogue = "catalogue";

    /// <summary>The claim on a code in the catalogue of a kind, however it is written; see <see cref="IdentityText"/>. Who has it is the entry of that code.</summary>
    public static string CatalogueSubject(string kind, string code) => $"claim/{kind}-{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(IdentityText.Key(code))):x32}";

    /// <summary>The claim on a name somebody acts under, however it is written; see <see cref="IdentityText"/>.</summary>
    public static string ActorSubject(string name) => $"claim/actor-{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(IdentityText.Key(name))):x32}";

    /// <summary>The claim on a quote.</summary>
    public static string ContractSubject(string quoteId) => $"claim/quote-{quoteId}";

    /// <summary>The claim on a unified social credit code.</summary>
    public static string IdentitySubject(string creditCode) => $"claim/uscc-{creditCode}";

    /// <summary>The claim on a customer and a product, however the two are written; see <see cref="IdentityText"/>.</summary>
    public static string CollisionSubject(string customerId, string product)
    {
        var text = $"{IdentityText.Key(customerId)}\n{IdentityText.Key(product)}";
        return $"claim/deal-{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text)):x32}";
    }

    /// <summary>An id as it may be shown to somebody who has no business with the object: its first and last characters.</summary>
    public static string Masked(string id) => id.Length <= 4 ? $"{id[..1]}***" : $"{id[..2]}***{id[^2..]}";
}
