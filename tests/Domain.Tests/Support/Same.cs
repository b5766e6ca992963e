using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace SalesGrid.Domain.Tests;

/// <summary>Compares values by what is in them. Records that hold arrays compare those by reference, which is not enough here.</summary>
internal static class Same
{
    /// <summary>Everything a value holds, as text: its public properties, all the way down. Owes nothing to any serializer.</summary>
    public static string Text(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('∅');
                break;
            case string s:
                text.Append('"').Append(s).Append('"');
                break;
            case DateTimeOffset at:
                text.Append(at.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                text.Append(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append(Convert.ToHexString(bytes.Span));
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Write(text, item);
                    text.Append(", ");
                }
                text.Append(']');
                break;
            case IFormattable or bool:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(value.GetType().Name).Append('{');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(property.Name).Append('=');
                    Write(text, property.GetValue(value));
                    text.Append("; ");
                }
                text.Append('}');
                break;
        }
    }
}
