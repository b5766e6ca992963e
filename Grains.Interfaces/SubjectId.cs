using System.IO.Hashing;
using System.Text;

namespace SalesGrid;

/// <summary>
/// Names one business object in the ledger: its kind and its own id, written <c>kind/id</c>.
/// </summary>
/// <remarks>
/// The text is the grain key, the journal's subject and the head's key, so it is kept to characters every store takes
/// as they are: letters, digits, <c>- _ . : @ + ( )</c>, blanks inside, and any other letter or digit of Unicode up to U+FFFF. <c>.</c> and <c>..</c> are not ids: they
/// mean something else in a path. Only the canonical form of a text is an id: see <see cref="Normalize"/>. Ids that differ in
/// case alone name one object, which keeps the spelling it was created with: see <see cref="Comparer"/>.
/// </remarks>
public static class SubjectId
{
    /// <summary>Longest id, in UTF-16 units.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Longest subject that is hashed on the stack, in UTF-16 units.</summary>
    private const int OnStack = 128;

    /// <summary>Compares subjects by the object they name: case does not count.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>True when both name one object, or one person: case does not count.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a subject is stored under, the same for all spellings that name the object: the id in capitals.</summary>
    public static string KeyOf(string subject)
    {
        var start = subject.IndexOf('/', StringComparison.Ordinal) + 1;
        var id = subject.AsSpan(start);
        var capitals = id.Length <= OnStack ? stackalloc char[id.Length] : new char[id.Length];
        id.ToUpperInvariant(capitals);
        return capitals.SequenceEqual(id) ? subject : string.Concat(subject.AsSpan(0, start), capitals);
    }

    /// <summary>The bucket of a subject: XxHash3 of the UTF-8 text of its key (<see cref="KeyOf"/>), modulo the bucket count. Never changes for a ledger.</summary>
    public static int BucketOf(string subject, int bucketCount)
    {
        var capitals = subject.Length <= OnStack ? stackalloc char[subject.Length] : new char[subject.Length];
        var start = subject.IndexOf('/', StringComparison.Ordinal) + 1;
        subject.AsSpan(0, start).CopyTo(capitals);
        subject.AsSpan(start).ToUpperInvariant(capitals[start..]);
        var bytesMax = Encoding.UTF8.GetMaxByteCount(capitals.Length);
        var utf8 = subject.Length <= OnStack ? stackalloc byte[bytesMax] : new byte[bytesMax];
        var length = Encoding.UTF8.GetBytes(capitals, utf8);
        return (int)(XxHash3.HashToUInt64(utf8[..length]) % (ulong)bucketCount);
    }

    /// <summary>True for an id that may name a business object.</summary>
    public static bool IsValid(string? id)
    {
        if (string.IsNullOrEmpty(id) || id is "." or ".." || id.Length > MaxIdLength || id[0] == ' ' || id[^1] == ' ')
            return false;
        foreach (var c in id)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':' or '@' or '+' or '(' or ')' or ' '))
                return false;
        }
        return IdentityText.Canonical(id) == id;
    }

    /// <summary>
    /// An id in the one form it is kept in: compatibility forms resolved (<c>Ｃ-1</c> is <c>C-1</c>), without invisible characters
    /// and blanks around it. Null for null; what cannot be an id stays no id.
    /// </summary>
    public static string? Normalize(string? id) => id is null ? null : IdentityText.Canonical(id);
}
