using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>Which types hold masked fields, themselves or in what they are made of.</summary>
public static class MaskedTypes
{
    private static readonly ConcurrentDictionary<Type, Fields> Known = new();

    /// <summary>Every field that values of a type can hold.</summary>
    public static Fields In(Type type) => Known.GetOrAdd(type, static t => Find(t, []));

    /// <summary>Types a value of this one is made of: its members, and what it is a list of.</summary>
    public static IEnumerable<Type> PartsOf(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || type == typeof(string))
            return [];
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return [inner];
        if (type.IsArray)
            return [type.GetElementType()!];
        // A list or table is what it holds; of anything else what it is made for comes with its members.
        if (type.IsAssignableTo(typeof(IEnumerable)))
            return type.GetGenericArguments();
        return type.Namespace?.StartsWith("SalesGrid", StringComparison.Ordinal) == true
            ? Members(type).Select(p => p.PropertyType)
            : type.GetGenericArguments();
    }

    /// <summary>The members of a type that are written.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0
            && p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });

    private static Fields Find(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            return Fields.None;
        var found = type.Namespace?.StartsWith("SalesGrid", StringComparison.Ordinal) == true
            ? Members(type).Aggregate(type.GetCustomAttribute<MaskedAttribute>()?.Field ?? Fields.None, (sum, p) => sum | (p.GetCustomAttribute<MaskedAttribute>()?.Field ?? Fields.None))
            : Fields.None;
        return PartsOf(type).Aggregate(found, (sum, part) => sum | Find(part, seen));
    }
}
