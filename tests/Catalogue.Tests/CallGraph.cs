using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace SalesGrid.Catalogue.Tests;

/// <summary>How a method uses a control point.</summary>
internal enum Use
{
    /// <summary>Refuses with it, or hands it to what refuses.</summary>
    Refuses,

    /// <summary>Asks whether it is lifted.</summary>
    Lifts,

    /// <summary>Only looks at what it says, e.g. compares its id.</summary>
    Looks,
}

/// <summary>A control point named in a method.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Use">What for.</param>
/// <param name="Only">The one type of command the method asked for just before; null when it asked for none.</param>
internal readonly record struct Naming(string Field, Use Use, Type? Only);

/// <summary>One method: what it calls, and the control points it names.</summary>
/// <param name="Method">The method.</param>
/// <param name="Calls">What it calls.</param>
/// <param name="Points">The control points it names.</param>
/// <param name="LiftsWhatItIsGiven">True when it asks whether a control point in a variable is lifted.</param>
internal sealed record Node(MethodBase Method, ImmutableArray<(Module, int)> Calls, ImmutableArray<Naming> Points, bool LiftsWhatItIsGiven);

/// <summary>The methods of some assemblies, who calls whom, and where control points are named.</summary>
internal sealed class CallGraph
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>How many instructions "just before" is: <c>command is ResolveReservation ? ControlPoints.X</c> takes fewer.</summary>
    private const int JustBefore = 10;

    private readonly Dictionary<(Module, int), Node> nodes = [];

    public CallGraph(IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.SelectMany(a => a.GetTypes()).Where(t => t != typeof(ControlPoints) && !IsGenerated(t)))
        {
            foreach (var method in type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
                nodes[CompiledMethod.Key(method)] = Read(method);
        }
        foreach (var (key, node) in nodes.Where(n => n.Value.LiftsWhatItIsGiven).ToList())
            nodes[key] = node with { Points = node.Points.AddRange(ThroughVariables(node)) };
    }

    /// <summary>
    /// What a method lifts that asks of a control point in a variable: those it names, or has named by a method that answers with
    /// one. Only those that may be overridden: of the others it asks in vain, since no override of them is ever granted.
    /// </summary>
    private List<Naming> ThroughVariables(Node node) => [.. node.Points
        .Concat(node.Calls
            .Select(call => nodes.GetValueOrDefault(call))
            .Where(called => called?.Method is MethodInfo { ReturnType: var answer } && answer == typeof(ControlPoint))
            .SelectMany(called => called!.Points))
        .Where(p => p.Use == Use.Refuses && ((ControlPoint)typeof(ControlPoints).GetField(p.Field)!.GetValue(null)!).MayBeOverridden)
        .Select(p => p with { Use = Use.Lifts })];

    public IEnumerable<Node> Nodes => nodes.Values;

    /// <summary>Everything some methods reach by calls that are written out, without going into those that are barred.</summary>
    public List<Node> Reach(IEnumerable<Node> from, Func<MethodBase, bool> barred)
    {
        var reached = new Dictionary<(Module, int), Node>();
        var open = new Stack<Node>(from);
        while (open.TryPop(out var node))
        {
            if (!reached.TryAdd(CompiledMethod.Key(node.Method), node))
                continue;
            foreach (var call in node.Calls)
            {
                if (nodes.TryGetValue(call, out var called) && !barred(called.Method))
                    open.Push(called);
            }
        }
        return [.. reached.Values];
    }

    private static Node Read(MethodBase method)
    {
        var calls = ImmutableArray.CreateBuilder<(Module, int)>();
        var points = ImmutableArray.CreateBuilder<Naming>();
        string? named = null;
        var liftsVariable = false;
        Type? asked = null;
        var since = 0;
        foreach (var instruction in CompiledMethod.Read(method))
        {
            if (named is null && instruction.Names is MethodInfo { Name: "Waives" })
                liftsVariable = true;
            if (named is not null)
                points.Add(new(named, UseOf(instruction.Names), asked));
            if (instruction.Code == OpCodes.Isinst && instruction.Names is Type { IsAbstract: false } type && type.IsAssignableTo(typeof(Command)))
                (asked, since) = (type, 0);
            else if (++since > JustBefore)
                asked = null;
            named = instruction.Names is FieldInfo field && field.FieldType == typeof(ControlPoint) && field.DeclaringType == typeof(ControlPoints) ? field.Name : null;
            if (instruction.Names is MethodBase called)
                calls.Add(CompiledMethod.Key(called));
        }
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
            calls.Add(CompiledMethod.Key(machine.StateMachineType.GetMethod("MoveNext", Everything)!));
        return new(method, calls.ToImmutable(), points.ToImmutable(), liftsVariable);
    }

    private static Use UseOf(MemberInfo? next) => next?.Name switch
    {
        "Waives" => Use.Lifts,
        "get_Id" or "get_MayBeOverridden" or "get_Reason" or "get_Remedy" or "get_Source" or "get_Kind" => Use.Looks,
        _ => Use.Refuses,
    };

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;
}
