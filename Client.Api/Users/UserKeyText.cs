using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Gateway.Users;

/// <summary>
/// The text of a user's key: <c>sg_</c>, the user's id, <c>_</c>, and 32 random bytes; id and bytes in base64url. It says whose it is, so that a
/// gateway asks that user and needs no list of all keys.
/// </summary>
public static class UserKeyText
{
    /// <summary>Random bytes in a key.</summary>
    public const int SecretBytes = 32;

    private const string Prefix = "sg_";

    /// <summary>Characters of the random bytes.</summary>
    private const int SecretLength = 43;

    /// <summary>Longest key text: that of an id whose every character takes three bytes.</summary>
    private const int MaxLength = 3 + (SubjectId.MaxIdLength * 4) + 1 + SecretLength;

    /// <summary>A new key of a user.</summary>
    /// <param name="userId">The user's id.</param>
    public static string New(string userId) =>
        $"{Prefix}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(userId))}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    /// <summary>The id of the user a key says it is of; null for a text that is no such key.</summary>
    /// <param name="text">What came in.</param>
    public static string? UserOf(string text)
    {
        // The random part may hold the separator as well, but never has another length.
        if (text.Length is <= 3 + 1 + SecretLength or > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[^(SecretLength + 1)] != '_'
            || !Base64Url.IsValid(text.AsSpan(^SecretLength..)))
            return null;
        var encoded = text.AsSpan(Prefix.Length, text.Length - Prefix.Length - SecretLength - 1);
        if (!Base64Url.IsValid(encoded))
            return null;
        var id = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
        return SubjectId.IsValid(id) ? id : null;
    }
}
