using System.Text;

namespace SalesGrid;

/// <summary>What a sender wrote, as answers repeat it: no answer grows with what was sent.</summary>
public static class QuotedText
{
    /// <summary>Longest text that is repeated whole, UTF-16 units: no name, id or list that is meant has so many.</summary>
    public const int MaxLength = 500;

    /// <summary>The text, or its beginning where it is longer, never cut within a character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="max">Most UTF-16 units of the result, 2 or more.</param>
    public static string Of(string text, int max = MaxLength) =>
        Whole(text.Length <= max ? text : $"{text[..(max - (char.IsHighSurrogate(text[max - 2]) ? 2 : 1))]}…");

    // Half a character, which somebody sent, would be read again as another one.
    private static string Whole(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
