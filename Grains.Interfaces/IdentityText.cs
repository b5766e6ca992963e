using System.Buffers;
using System.Globalization;
using System.Text;

namespace SalesGrid;

/// <summary>
/// What makes two texts the same name of one thing: credit codes, products, references of payments and documents, names of keys,
/// ids. There is one answer for all of them.
/// </summary>
/// <remarks>
/// Wide and narrow forms are one (NFKC: <c>ＭＣ　５００</c> is <c>MC 500</c>), characters nobody sees do not count, nor do blanks and
/// case: <c>MC 500</c>, <c>mc500</c> and <c>ＭＣ５００</c> name one product. Plain text that is in its form already is returned as it
/// is, without allocation.
/// </remarks>
public static class IdentityText
{
    private static readonly SearchValues<char> PlainKey = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    /// <summary>Compares texts by what they name.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new ByKey();

    /// <summary>The form texts are compared in: compatibility forms resolved, without invisible characters and blanks, in capitals.</summary>
    public static string Key(string text) =>
        !text.AsSpan().ContainsAnyExcept(PlainKey) ? text : Rewrite(text, keepBlanks: false).ToUpperInvariant();

    /// <summary>
    /// The form an id is kept in: compatibility forms resolved, without invisible characters, no blanks around it and single ones
    /// within. Case stays.
    /// </summary>
    public static string Canonical(string text) => IsPlain(text) ? text : Rewrite(text, keepBlanks: true);

    /// <summary>True when both name one thing.</summary>
    public static bool Same(string? a, string? b) => a == b || (a is not null && b is not null && Key(a) == Key(b));

    /// <summary>True when somebody can see something of it: a text of blanks, zero-width or direction marks is no name.</summary>
    public static bool IsVisible(string? text)
    {
        if (text is null)
            return false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !IsInvisible(rune))
                return true;
        }
        return false;
    }

    /// <summary>ASCII that can be seen, single blanks within.</summary>
    private static bool IsPlain(string text)
    {
        var blank = true;
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' || (c == ' ' && blank))
                return false;
            blank = c == ' ';
        }
        return !blank;
    }

    private static string Rewrite(string text, bool keepBlanks)
    {
        var written = new StringBuilder(text.Length);
        var blank = false;
        foreach (var rune in Normalized(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                blank = keepBlanks && written.Length > 0;
            else if (!IsInvisible(rune))
            {
                if (blank)
                    written.Append(' ');
                blank = false;
                written.Append(rune.ToString());
            }
        }
        return written.ToString();
    }

    private static string Normalized(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a character. The checks of single fields refuse it.
            return text;
        }
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
        // Selectors and fillers that count as letters or marks and show nothing.
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private sealed class ByKey : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => Same(x, y);

        public int GetHashCode(string text) => Key(text).GetHashCode(StringComparison.Ordinal);
    }
}
