using System.Text.RegularExpressions;

namespace SalesGrid.Domain.Tests;

/// <summary>What a text shown to a user must be.</summary>
internal static partial class Texts
{
    public static void AreFilled(Refusal refusal)
    {
        foreach (var text in new[] { refusal.Reason, refusal.Remedy })
        {
            Assert.False(string.IsNullOrWhiteSpace(text.Zh), $"{refusal.ControlPoint} says nothing in Chinese.");
            Assert.False(string.IsNullOrWhiteSpace(text.En), $"{refusal.ControlPoint} says nothing in English.");
            Assert.DoesNotMatch(Hole(), text.Zh);
            Assert.DoesNotMatch(Hole(), text.En);
        }
    }

    /// <summary>A place for a fact that nobody filled in.</summary>
    [GeneratedRegex(@"\{\d+\}")]
    public static partial Regex Hole();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    public static partial Regex Chinese();
}
