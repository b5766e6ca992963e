using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace SalesGrid.Silo;

/// <summary>Reads a section of the configuration into an object and checks it.</summary>
internal static class Settings
{
    /// <exception cref="InvalidOperationException">A value cannot be read, or is out of its range; the message names it.</exception>
    public static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        T settings;
        try
        {
            settings = configuration.GetSection(section).Get<T>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{section} 中有无法识别的值 · {section} holds a value that cannot be read: {(e.InnerException ?? e).Message} ({e.Message})", e);
        }
        return Broken(settings) is { Count: > 0 } broken
            ? throw new InvalidOperationException($"{section} 中有超出范围的值 · {section} holds a value out of range: {string.Join(" ", broken)}")
            : settings;
    }

    /// <summary>What is wrong with an object by its annotations; what lies in it is not looked at. Empty where all is well.</summary>
    public static List<string> Broken(object settings)
    {
        var broken = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new(settings), broken, validateAllProperties: true);
        return broken.ConvertAll(result => result.ErrorMessage ?? "");
    }
}
