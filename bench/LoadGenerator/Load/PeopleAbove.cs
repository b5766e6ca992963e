using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SalesGrid.Bench.Grids;

namespace SalesGrid.Bench.Load;

/// <summary>The salespeople of a book and levels of managers above them, each with a key of their own.</summary>
/// <param name="counts">People of each level; the first are the salespeople.</param>
/// <param name="below">How many of a level have one manager on the next.</param>
public sealed class PeopleAbove(IReadOnlyList<int> counts, int below)
{
    private static readonly JsonSerializerOptions LeavingOutNull = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Who is the so-manieth of a level.</summary>
    public static string NameOf(int level, int i) => string.Create(CultureInfo.InvariantCulture, $"{(level == 0 ? "S" : $"M{level}")}-{i:000}");

    /// <summary>The key of somebody.</summary>
    public static string KeyOf(string name) => $"bench-key-of-{name}";

    /// <summary>Configuration of a gateway that knows the keys.</summary>
    /// <param name="role">Role of each.</param>
    /// <param name="reads">What each reads; null for the default.</param>
    public IEnumerable<KeyValuePair<string, string>> Keys(string role, string? reads = null) => Enumerable.Range(0, counts.Count)
        .SelectMany(level => Enumerable.Range(0, counts[level]).Select(i => NameOf(level, i)))
        .SelectMany((name, i) => new KeyValuePair<string, string?>[]
        {
            new($"Grid__Keys__{i}__Name", name), new($"Grid__Keys__{i}__Role", role), new($"Grid__Keys__{i}__Reads", reads),
            new($"Grid__Keys__{i}__Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(name))))),
        })
        .Where(pair => pair.Value is not null)
        .Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value!));

    /// <summary>Registers the managers, and puts the salespeople below them.</summary>
    public async Task Register(HttpGrid grid, CancellationToken cancellationToken)
    {
        using var http = grid.NewClient();
        for (var level = counts.Count - 1; level >= 0; level--)
        {
            var commands = Enumerable.Range(0, counts[level]).Select(i => new
            {
                type = level == 0 ? "salesperson.move" : "salesperson.create",
                id = NameOf(level, i),
                commandId = "above",
                body = new { name = level == 0 ? null : NameOf(level, i), team = "T", region = "R", manager = level == counts.Count - 1 ? null : NameOf(level + 1, i / below) },
            });
            using var answer = await http.PostAsync(new Uri("/api/commands", UriKind.Relative), JsonContent.Create(new { commands }, options: LeavingOutNull), cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode || text.Contains("\"accepted\":false", StringComparison.Ordinal))
                throw new InvalidOperationException($"The managers could not be set up: {text[..Math.Min(text.Length, 1_000)]}");
        }
    }
}
