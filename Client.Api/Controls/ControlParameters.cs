using System.Text.RegularExpressions;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Controls;

/// <summary>Parameters the questions about controls have in common.</summary>
internal static partial class ControlParameters
{
    /// <summary>The id of a control point. It need not exist any more: the ledger may hold refusals of one that was given up.</summary>
    public static string? ControlPoint(QueryReader reader, string name = "controlPoint")
    {
        var text = reader.Text(name);
        if (text is not null && !IdForm().IsMatch(text))
            reader.Refuse(name, "须为控制点编号,如 CP-STAGE-03", "it must be the id of a control point, such as CP-STAGE-03");
        return text;
    }

    /// <summary>The name of an actor.</summary>
    public static string? Actor(QueryReader reader, string name)
    {
        var text = reader.Text(name);
        if (text is { Length: > Validation.MaxNameLength })
            reader.Refuse(name, $"最长 {Validation.MaxNameLength} 个字符", $"at most {Validation.MaxNameLength} characters");
        return text;
    }

    /// <summary>An object, <c>kind/id</c>.</summary>
    public static string? Subject(QueryReader reader, string name)
    {
        var text = reader.Text(name);
        if (text is not null && (text.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash) || !SubjectId.IsValid(text[(slash + 1)..])))
            reader.Refuse(name, "须为 种类/编号,如 opportunity/O-1", "it must be kind/id, such as opportunity/O-1");
        return text;
    }

    /// <summary>A business day.</summary>
    public static DateOnly? Day(QueryReader reader, string name)
    {
        var day = reader.Day(name);
        if (Validation.OptionalDate(name, day) is not null)
            reader.Refuse(name, "年份须在 1900 与 2199 之间", "its year must lie between 1900 and 2199");
        return day;
    }

    /// <summary>True or false.</summary>
    public static bool? YesNo(QueryReader reader, string name)
    {
        switch (reader.Text(name))
        {
            case null:
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                reader.Refuse(name, "须为 true 或 false", "it must be true or false");
                return null;
        }
    }

    [GeneratedRegex("^CP-[A-Z]{3,6}-[0-9]{2}$")]
    private static partial Regex IdForm();
}
