using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using SalesGrid.Gateway.Hosting;
using SalesGrid.Silo;
using SalesGrid.Storage;
using SalesGrid.Subjects;

namespace SalesGrid.Catalogue.Tests;

/// <summary>Which part of the code may know of which: nouns know the platform and one another in one direction, the platform knows none of them.</summary>
/// <remarks>A part is a namespace of the product, with what lies below it; that of the gateway and that of the grains are the same part.</remarks>
public sealed class ArchitectureTests
{
    private const string Product = "SalesGrid";

    /// <summary>Parts that are the same whatever the grid is about; the rest are nouns.</summary>
    private static readonly HashSet<string> Platform =
    [
        "", "Subjects", "Ledger", "Hosting", "Controls", "Decisions", "Reservations", "Warnings", "Projections", "Kpis", "Personal", "Storage", "Silo",
        "Commands", "Grid", "Http", "Limits", "Lists", "Masks", "Security", "Web",
    ];

    /// <summary>What of the platform names nouns: that is what it is for.</summary>
    private static readonly string[] Lists =
    [
        // What a gateway and a silo are made of: a line for each thing that one noun brings along.
        "SalesGrid.Gateway.Hosting.GatewayHost", "SalesGrid.Silo.SalesGridSilo",
        // Every kind of object, its facts, and how it is reached from outside: a line each.
        "SalesGrid.FactSchemas", "SalesGrid.Gateway.Subjects.KindApis", "SalesGrid.Kinds",
    ];

    private static readonly IReadOnlyList<Arrow> Arrows = Read(
        typeof(Command).Assembly, typeof(ISubjectKind).Assembly, typeof(LedgerLimits).Assembly, typeof(SalesGridSilo).Assembly, typeof(GatewayHost).Assembly);

    private static readonly IReadOnlyList<Arrow> Planted = Read(typeof(ArchitectureTests).Assembly);

    [Fact]
    public void The_platform_names_no_noun_but_in_its_lists()
    {
        Assert.Empty(Backward(Arrows).Where(a => !Lists.Contains(a.Origin)).Select(a => $"{a.Origin} -> {a.Target}"));
        Assert.Equal(Lists.Order(StringComparer.Ordinal), Backward(Arrows).Select(a => a.Origin).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_nouns_know_each_other_in_a_circle() => Assert.Empty(InCircles(Arrows));

    [Fact]
    public void Nothing_knows_the_programs_it_is_put_into() => Assert.Empty(Arrows
        .Where(a => a.To is "SalesGrid.Gateway.Hosting" && a.From.Length > 0 && a.From != a.To)
        .Select(a => $"{a.Origin} -> {a.Target}"));

    [Fact]
    public void An_arrow_that_runs_back_is_found() =>
        Assert.Contains(Backward(Planted), a => a.Origin == typeof(PlatformThatKnowsANoun).FullName && a.To == "SalesGrid.Customers");

    [Fact]
    public void A_circle_is_found() => Assert.Equal(["Hen", "Nest"], InCircles(Planted));

    private static IEnumerable<Arrow> Backward(IEnumerable<Arrow> arrows) =>
        arrows.Where(a => Platform.Contains(PartOf(a.From)) && !Platform.Contains(PartOf(a.To)));

    private static IEnumerable<string> InCircles(IEnumerable<Arrow> arrows)
    {
        var next = arrows
            .Select(a => (From: PartOf(a.From), To: PartOf(a.To)))
            .Where(a => !Platform.Contains(a.From) && !Platform.Contains(a.To) && a.From != a.To)
            .GroupBy(a => a.From, a => a.To, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        return next.Keys.Where(noun => Reached(next, noun).Contains(noun)).Order(StringComparer.Ordinal);
    }

    private static IReadOnlyList<Arrow> Read(params System.Reflection.Assembly[] assemblies) =>
    [
        .. new ArchLoader().LoadAssemblies(assemblies).Build().Types
            .Where(type => IsWritten(type.FullName))
            .SelectMany(type => type.Dependencies.Select(d => new Arrow(Outer(type), NamespaceOf(type), Outer(d.Target), NamespaceOf(d.Target))))
            .Where(a => a.To.StartsWith(Product, StringComparison.Ordinal) && IsWritten(a.Target))
            .Distinct(),
    ];

    /// <summary>The part of the product a namespace belongs to, such as <c>Customers</c>; empty for what lies above all parts.</summary>
    private static string PartOf(string name)
    {
        var parts = name.Split('.');
        var below = parts is [Product, "Gateway", ..] ? 2 : 1;
        return below < parts.Length ? parts[below] : "";
    }

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    /// <summary>The type as it is written: what the compiler made inside it counts as it.</summary>
    private static string Outer(IType type) => type.FullName.Split('+', '/')[0];

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
}
