using System.Collections.Immutable;
using System.Reflection;
using SalesGrid.Controls;

namespace SalesGrid.Catalogue.Tests;

/// <summary>Finds out from compiled code where control points are enforced, whom they can refuse and what proves them.</summary>
internal sealed class CatalogueReader
{
    private readonly CallGraph product;
    private readonly CallGraph tests;
    private readonly List<TableLine> lines;
    private readonly Dictionary<string, HashSet<Type>> refusable = new(StringComparer.Ordinal);
    private readonly HashSet<string> everyCommand = new(StringComparer.Ordinal);

    public CatalogueReader(IReadOnlyCollection<Assembly> product, IReadOnlyCollection<Assembly> tests)
    {
        this.product = new(product);
        this.tests = new(tests);
        lines = [.. tests.SelectMany(RuleTables.Read)];
        var commands = product.SelectMany(a => a.GetTypes()).Where(t => t.IsAssignableTo(typeof(Command))).ToList();
        foreach (var command in commands)
            Derive(command, commands);
    }

    /// <summary>What was found, by id.</summary>
    public SortedDictionary<string, ControlEvidence> Read()
    {
        var found = new SortedDictionary<string, ControlEvidence>(StringComparer.Ordinal);
        foreach (var control in ControlCatalogue.Of(ImmutableDictionary<string, ControlEvidence>.Empty))
        {
            found.Add(control.Point.Id, new(
                MethodsThat(Use.Refuses, control.Name),
                MethodsThat(Use.Lifts, control.Name),
                CommandsOf(control),
                [.. TestsOf(control)]));
        }
        return found;
    }

    private ImmutableArray<string> MethodsThat(Use use, string field) =>
    [
        .. product.Nodes.Where(n => n.Points.Any(p => p.Field == field && p.Use == use))
            .Select(n => CompiledMethod.Written(n.Method))
            .Select(m => $"{m.Type.Name.Split('`')[0]}.{m.Name}")
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private ImmutableArray<string> CommandsOf(CataloguedControl control)
    {
        if (everyCommand.Contains(control.Name))
            return [CataloguedControl.EveryCommand];
        var types = new HashSet<Type>(lines.Where(l => l.Expected == control.Point.Id).SelectMany(l => l.Commands));
        types.UnionWith(refusable.GetValueOrDefault(control.Name, []));
        return [.. types.Select(t => t.Name).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<ControlTest> TestsOf(CataloguedControl control) => lines
        .Where(l => l.Expected == control.Point.Id).Select(l => l.Test)
        .Concat(tests.Nodes.Where(n => n.Points.Any(p => p.Field == control.Name))
            .Select(n => CompiledMethod.Written(n.Method))
            .Where(m => m.Type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Any(t => t.Name == m.Name && IsTest(t)))
            .Select(m => new ControlTest(m.Type.Name, m.Name.Replace('_', ' '))))
        .Distinct()
        .OrderBy(t => t.In, StringComparer.Ordinal).ThenBy(t => t.Says, StringComparer.Ordinal);

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(a => a is FactAttribute);

    /// <summary>
    /// What a command can be refused by: the control points that are reached from a method that takes it. What is reached from one
    /// that takes any command of a kind is not told apart here: whose it is the rule tables show. From one that takes any command at
    /// all it is every command's.
    /// </summary>
    private void Derive(Type command, List<Type> commands)
    {
        if (command.IsAbstract && command != typeof(Command))
            return;
        var roots = product.Nodes.Where(n => n.Method.DeclaringType?.IsAssignableTo(typeof(Command)) != true
            && n.Method.GetParameters().Any(p => p.ParameterType == command));
        var points = product.Reach(roots, called => called.GetParameters().Any(p => p.ParameterType != command && commands.Contains(p.ParameterType)))
            .SelectMany(n => n.Points).Where(p => p.Use == Use.Refuses);
        foreach (var (point, _, only) in points)
        {
            if (command == typeof(Command) && only is null)
                everyCommand.Add(point);
            else if (refusable.TryGetValue(point, out var known))
                known.Add(only ?? command);
            else
                refusable.Add(point, [only ?? command]);
        }
    }
}
