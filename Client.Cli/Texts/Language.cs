using System.Globalization;

namespace SalesGrid.Texts;

/// <summary>The language a person reads the command line in.</summary>
public enum Language
{
    /// <summary>Simplified Chinese, the product's first language.</summary>
    Zh,

    /// <summary>English.</summary>
    En,
}

/// <summary>Picks one of the two texts.</summary>
public static class LanguageExtensions
{
    /// <summary>The text in a language.</summary>
    public static string In(this LocalText text, Language language) => language == Language.Zh ? text.Zh : text.En;

    /// <summary>One of two texts; for the many that are used in one place only.</summary>
    public static string Pick(this Language language, string zh, string en) => language == Language.Zh ? zh : en;

    /// <summary>
    /// The language to speak: the one after <c>--lang</c>, else the one of LC_ALL, LC_MESSAGES or LANG, else that of the system.
    /// </summary>
    /// <remarks>Read before the command line is parsed, since the parser's own help and errors are in it too.</remarks>
    public static Language Choose(ReadOnlySpan<string> args, Func<string, string?> environment, CultureInfo system)
    {
        for (var i = 0; i + 1 < args.Length; i++)
        {
            if (args[i] == "--lang")
                return Of(args[i + 1]);
        }
        foreach (var variable in (ReadOnlySpan<string>)["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (environment(variable) is { Length: > 0 } value)
                return Of(value);
        }
        return Of(system.Name);
    }

    private static Language Of(string name) => name.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Language.Zh : Language.En;
}
