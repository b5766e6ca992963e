using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using SalesGrid.Subjects;

namespace SalesGrid.Decisions;

/// <summary>The commands of this program by the names receipts have them by.</summary>
public static class CommandTypes
{
    private static readonly Dictionary<string, Type> ByName = typeof(Command).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Command)))
        .ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<Type> All => ByName.Values;

    /// <summary>A type by its name; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="like">A command of the kind it is sent to, where that is of another assembly.</param>
    public static Type? Find(string name, Type? like = null) => ByName.TryGetValue(name, out var type) ? type
        : like is null || like.Assembly == typeof(Command).Assembly ? null
        : Array.Find(like.Assembly.GetTypes(), t => t.Name == name && t.IsSubclassOf(like));

    /// <summary>True for a command with members that are no part of its content, and so in no receipt: what keys and passwords are checked by.</summary>
    public static bool HoldsSecret(Type command) =>
        command.GetProperties().Any(p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always });

    /// <summary>A command from a receipt.</summary>
    /// <exception cref="PastNotKeptException">This program has no such command, or it had another shape.</exception>
    public static Command Read(string name, string content, Type? like = null)
    {
        try
        {
            if (Find(name, like) is { } type && JsonSerializer.Deserialize(content, type, GridJson.Options) is Command command)
                return command;
        }
        catch (JsonException)
        {
            // As when there is none.
        }
        throw new PastNotKeptException($"此版本的程序没有命令 {name},或其形式不同。", $"This version of the program has no command {name}, or of another shape.");
    }
}
