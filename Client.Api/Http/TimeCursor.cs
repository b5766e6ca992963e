using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using SalesGrid.Controls;

namespace SalesGrid.Gateway.Http;

/// <summary>A place in a list whose newest items come first, as a caller sends it back.</summary>
public static class TimeCursor
{
    /// <summary>The place as text.</summary>
    public static string Text(TimePlace place) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.At.UtcTicks} {place.Id}")));

    /// <summary>The place in a parameter; null when it is not there or cannot be used, which the reader then says.</summary>
    public static TimePlace? Read(QueryReader reader, string name)
    {
        if (reader.Text(name) is not { } text)
            return null;
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)).Split(' ', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks)
                return new(new(ticks, TimeSpan.Zero), parts[1]);
        }
        catch (FormatException)
        {
            // Said below.
        }
        reader.Refuse(name, "不是此列表的游标", "it is not a place in this list");
        return null;
    }
}
