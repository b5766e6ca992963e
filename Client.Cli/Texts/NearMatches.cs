namespace SalesGrid.Texts;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearMatches
{
    private const int MaxSuggestions = 3;

    /// <summary>The known names closest to a wrong one: alike but for case, part of each other, or a few letters apart.</summary>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> known) =>
        [.. known
            .Select(name => (name, distance: Distance(wrong, name)))
            .Where(candidate => candidate.distance <= Math.Max(2, wrong.Length / 3))
            .OrderBy(candidate => candidate.distance)
            .Take(MaxSuggestions)
            .Select(candidate => candidate.name)];

    /// <summary>", did you mean …?" or nothing.</summary>
    public static LocalText Hint(string wrong, IEnumerable<string> known) => Of(wrong, known) is { Count: > 0 } near
        ? new($",是否指 {string.Join("、", near)}?", $"; did you mean {string.Join(", ", near)}?")
        : new("。", ".");

    /// <summary>Levenshtein distance without regard to case and separators; 1 when one is part of the other.</summary>
    private static int Distance(string left, string right)
    {
        var (a, b) = (Bare(left), Bare(right));
        if (a.Length >= 3 && b.Length >= 3 && a != b && (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal)))
            return 1;
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substituted, Math.Min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.Length];
    }

    private static string Bare(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
}
