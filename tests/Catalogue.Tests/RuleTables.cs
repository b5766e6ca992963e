using System.Collections;
using System.Reflection;
using SalesGrid.Controls;

namespace SalesGrid.Catalogue.Tests;

/// <summary>A line of a rule table: what it says, what it expects, and the types of the commands it decides.</summary>
internal sealed record TableLine(string Expected, ControlTest Test, IReadOnlyList<Type> Commands);

/// <summary>Reads the rule tables of a test assembly: static properties <c>Rows</c>.</summary>
internal static class RuleTables
{
    /// <summary>How deep a line's closure is searched for its command.</summary>
    private const int DepthMax = 4;

    public static IEnumerable<TableLine> Read(Assembly tests)
    {
        foreach (var type in tests.GetTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (type.GetProperty("Rows", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is not { } rows
                || rows.PropertyType is not { IsArray: true } array || array.GetElementType()!.Name != "RuleRow")
                continue;
            foreach (var row in (IEnumerable)rows.GetValue(null)!)
            {
                yield return new((string)Value(row, "Expected"), new(type.Name, (string)Value(row, "Says")),
                    [.. CommandsIn(((Delegate)Value(row, "Decide")).Target, 0).Distinct()]);
            }
        }
    }

    private static object Value(object row, string property) => row.GetType().GetProperty(property)!.GetValue(row)!;

    private static IEnumerable<Type> CommandsIn(object? held, int depth)
    {
        if (held is Command command)
            return [command.GetType()];
        if (held is null || depth == DepthMax || !held.GetType().Name.StartsWith('<'))
            return [];
        return held.GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .SelectMany(f => CommandsIn(f.GetValue(held), depth + 1));
    }
}
