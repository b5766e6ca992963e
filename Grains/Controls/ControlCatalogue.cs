using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace SalesGrid.Controls;

/// <summary>What is known of a control point beside what it says itself. Read from the compiled code, never written by hand.</summary>
/// <param name="EnforcedBy">Methods that refuse with it, <c>Type.Method</c>, by name.</param>
/// <param name="LiftedIn">Methods that let a command pass where it is overridden, by name.</param>
/// <param name="Commands">Types of the commands it can refuse, by name; <c>*</c> alone for every command, empty where the code does not tell.</param>
/// <param name="Tests">What proves it.</param>
public sealed record ControlEvidence(
    ImmutableArray<string> EnforcedBy, ImmutableArray<string> LiftedIn, ImmutableArray<string> Commands, ImmutableArray<ControlTest> Tests)
{
    /// <summary>Nothing is known.</summary>
    public static ControlEvidence None { get; } = new([], [], [], []);
}

/// <summary>A test that meets a control point.</summary>
/// <param name="In">The test class.</param>
/// <param name="Says">A line of its rule table, or the test's name, as a sentence.</param>
public sealed record ControlTest(string In, string Says);

/// <summary>A control point with everything that is known of it.</summary>
/// <param name="Name">Its name in the code.</param>
/// <param name="Point">The control point.</param>
/// <param name="Evidence">Where it is enforced, whom it can refuse, what proves it.</param>
public sealed record CataloguedControl(string Name, ControlPoint Point, ControlEvidence Evidence)
{
    /// <summary>The systems of control it answers to, <c>S1</c> to <c>S19</c>, or <see cref="ControlPoint.Grid"/>.</summary>
    public ImmutableArray<string> Sources => [.. Point.Source.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>How many of these commands it could have refused.</summary>
    public long CheckedBy(IReadOnlyDictionary<string, long> decided) => Evidence.Commands is [EveryCommand]
        ? decided.Values.Sum()
        : Evidence.Commands.Sum(command => decided.GetValueOrDefault(command));

    /// <summary>Stands for every type of command.</summary>
    public const string EveryCommand = "*";
}

/// <summary>The control catalogue: every control point, where it is enforced and what proves it.</summary>
public static class ControlCatalogue
{
    /// <summary>Systems of control a control point can answer to.</summary>
    public const int SystemsMax = 19;

    private const string Resource = "Controls.catalogue.json";

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<CataloguedControl> All { get; } = Of(Read());

    /// <summary>One by its id; null when there is none.</summary>
    public static CataloguedControl? Find(string id) => All.FirstOrDefault(c => c.Point.Id == id);

    /// <summary>True for what a <see cref="ControlPoint.Source"/> may name.</summary>
    public static bool IsSource(string source) => source == ControlPoint.Grid
        || (source.Length is 2 or 3 && source[0] == 'S' && source[1] is not '0' && int.TryParse(source.AsSpan(1), out var n) && n is >= 1 and <= SystemsMax);

    /// <summary>Every control point of the code with what is known of it.</summary>
    public static IReadOnlyList<CataloguedControl> Of(IReadOnlyDictionary<string, ControlEvidence> evidence) =>
    [
        .. typeof(ControlPoints).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ControlPoint))
            .Select(f => (f.Name, Point: (ControlPoint)f.GetValue(null)!))
            .Select(c => new CataloguedControl(c.Name, c.Point, evidence.GetValueOrDefault(c.Point.Id, ControlEvidence.None)))
            .OrderBy(c => c.Point.Id, StringComparer.Ordinal),
    ];

    private static Dictionary<string, ControlEvidence> Read()
    {
        using var stream = typeof(ControlCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        return JsonSerializer.Deserialize<Dictionary<string, ControlEvidence>>(stream, JsonSerializerOptions.Web)!;
    }
}
