using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using SalesGrid.Subjects;

namespace SalesGrid.Catalogue.Tests;

/// <summary>Which part of the code may know of which: nouns know the platform, the platform knows none of them.</summary>
public sealed class ArchitectureTests
{
    /// <summary>Namespaces that are the same whatever the grid is about; the rest of the grains' assemblies are nouns.</summary>
    private static readonly HashSet<string> Platform =
        ["SalesGrid", "SalesGrid.Subjects", "SalesGrid.Ledger", "SalesGrid.Hosting", "SalesGrid.Controls", "SalesGrid.Reservations", "SalesGrid.Warnings", "SalesGrid.Pipeline", "SalesGrid.Kpis"];

    /// <summary>The lists of kinds, and of the facts they have, name every noun: that is what they are for.</summary>
    private static readonly HashSet<string> Lists = ["SalesGrid.Kinds", "SalesGrid.FactSchemas"];

    private static readonly Architecture Grains = new ArchLoader()
        .LoadAssemblies(typeof(ISubjectKind).Assembly, typeof(Command).Assembly)
        .Build();

    /// <summary>Parts of the platform that still name a noun: lists of customers, salespeople and processes. The list only ever gets shorter.</summary>
    private static readonly string[] StillNaming =
    [
        "SalesGrid.Pipeline.BucketProjection -> SalesGrid.Customers", "SalesGrid.Pipeline.BucketProjection -> SalesGrid.Processes", "SalesGrid.Pipeline.BucketProjection -> SalesGrid.Salespeople",
        "SalesGrid.Pipeline.IProjectionGrain -> SalesGrid.Customers", "SalesGrid.Pipeline.IProjectionGrain -> SalesGrid.Processes", "SalesGrid.Pipeline.IProjectionGrain -> SalesGrid.Salespeople",
        "SalesGrid.Pipeline.ProjectionGrain -> SalesGrid.Customers", "SalesGrid.Pipeline.ProjectionGrain -> SalesGrid.Processes", "SalesGrid.Pipeline.ProjectionGrain -> SalesGrid.Salespeople",
    ];

    /// <summary>Nouns that still lie in a circle. The list only ever gets shorter.</summary>
    private static readonly string[] StillInCircles = ["SalesGrid.Customers", "SalesGrid.Opportunities", "SalesGrid.Pools", "SalesGrid.Salespeople"];

    [Fact]
    public void The_platform_names_no_further_noun() => Assert.Equal(StillNaming, Arrows(Grains)
        .Where(a => Platform.Contains(a.From) && !Platform.Contains(a.To) && !Lists.Contains(a.Origin))
        .Select(a => $"{Outer(a.Origin)} -> {a.To}")
        .Distinct()
        .Order(StringComparer.Ordinal));

    [Fact]
    public void No_further_nouns_know_each_other_in_a_circle()
    {
        var next = Arrows(Grains)
            .Where(a => !Platform.Contains(a.From) && !Platform.Contains(a.To) && a.From != a.To)
            .GroupBy(a => a.From, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(a => a.To).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(StillInCircles, next.Keys.Where(noun => Reached(next, noun).Contains(noun)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_arrow_that_runs_back_is_found()
    {
        // The broken variant: a part of the platform that asks for a noun by name.
        var planted = new ArchLoader().LoadAssemblies(typeof(ArchitectureTests).Assembly).Build();
        Assert.Contains(Arrows(planted), a => a.Origin == typeof(PlatformThatKnowsANoun).FullName && !Platform.Contains(a.To));
    }

    private static IEnumerable<Arrow> Arrows(Architecture architecture) => architecture.Types
        .Where(type => IsWritten(type.FullName))
        .SelectMany(type => type.Dependencies.Select(d => new Arrow(type.FullName, type.Namespace?.FullName ?? "", d.Target.FullName, d.Target.Namespace?.FullName ?? "")))
        .Where(a => a.To.StartsWith("SalesGrid", StringComparison.Ordinal) && IsWritten(a.Target))
        .Distinct();

    /// <summary>The type as it is written: what the compiler made inside it counts as it.</summary>
    private static string Outer(string type) => type.Split('+', '/')[0];

    /// <summary>False for what Orleans generates: serializers and references name every type there is.</summary>
    private static bool IsWritten(string type) => !type.Contains("OrleansCodeGen", StringComparison.Ordinal);

    private static HashSet<string> Reached(Dictionary<string, HashSet<string>> next, string from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(next.GetValueOrDefault(from) ?? []);
        while (open.TryPop(out var noun))
        {
            if (reached.Add(noun))
            {
                foreach (var further in next.GetValueOrDefault(noun) ?? [])
                    open.Push(further);
            }
        }
        return reached;
    }

    private sealed record Arrow(string Origin, string From, string Target, string To);

    private static class PlatformThatKnowsANoun
    {
        public static string Noun => nameof(Customers.Customer) + Customers.CustomerKind.Kind.Name;
    }
}
