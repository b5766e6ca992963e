using System.Globalization;

namespace SalesGrid.Chaos.Readers;

/// <summary>How far each bucket's entries are in an answer, as answered: sequences in bucket order, joined by dots.</summary>
internal static class Watermark
{
    public static long[] Parse(string text) =>
        text.Length == 0 ? [] : Array.ConvertAll(text.Split('.'), part => long.Parse(part, CultureInfo.InvariantCulture));
}
