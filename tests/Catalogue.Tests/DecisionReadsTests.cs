using System.Reflection;
using SalesGrid.Catalogues;
using SalesGrid.Decisions;
using SalesGrid.ImportWindows;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Catalogue.Tests;

/// <summary>
/// What a decision reads of other objects it reads by <see cref="Inputs"/>, or its receipt would not say so. Read from the compiled code: whatever the methods that decide reach by calls that
/// are written out.
/// </summary>
public sealed class DecisionReadsTests
{
    /// <summary>What a grain overrides to decide.</summary>
    private static readonly string[] Deciding = ["Decide", "OwnerFor", "LiesWithin", "TeamFor"];

    /// <summary>Who reads and notes what was read.</summary>
    private static readonly Type[] Noting = [typeof(Inputs), typeof(SiloUnits), typeof(SiloProcessCache), typeof(ImportWindowGate), typeof(SiloCatalogue), typeof(SubjectGrain<,,>)];

    /// <summary>What is looked up for <see cref="Inputs.Value"/>, and kept by its content.</summary>
    private static readonly string[] KeptByContent = ["Portfolio.Count", "Portfolio.NotInHand", "CustomerBusiness.Documents", "TargetGrain.Stranger", "UserGrain.IsSalespersons"];

    private static readonly CallGraph Code = new([typeof(ISubjectKind).Assembly, typeof(DecisionReadsTests).Assembly]);

    [Fact]
    public void No_kind_reads_others_by_a_way_around()
    {
        var deciding = Code.Nodes.Where(n => Deciding.Contains(n.Method.Name) && IsGrainOfAKind(n.Method.DeclaringType!)).ToList();
        Assert.True(deciding.Count > 15, $"Only {deciding.Count} methods decide.");
        Assert.Empty(WaysAround(deciding));
    }

    [Fact]
    public void A_way_around_is_found() =>
        Assert.Equal(["PlantedWayAround.Look: GetGrain"], WaysAround(Code.Nodes.Where(n => n.Method.DeclaringType == typeof(PlantedWayAround) && n.Method.Name == "Decide")));

    private static string[] WaysAround(IEnumerable<Node> from) =>
    [
        .. Code.Reach(from, IsSeenTo)
            .SelectMany(n => CompiledMethod.Read(n.Method).Select(i => i.Names).OfType<MethodInfo>().Where(IsWayAround).Select(called => $"{Name(n.Method)}: {called.Name}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static bool IsSeenTo(MethodBase method)
    {
        var (type, _) = CompiledMethod.Written(method);
        return Noting.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type) || KeptByContent.Contains(Name(method));
    }

    /// <summary>A reference to another grain, or the grain's own record, which under a decision that is made again is not the one that counts.</summary>
    private static bool IsWayAround(MethodInfo called) => called.Name is "GetGrain" or "get_GrainFactory"
        || (called.Name is "Other" or "get_Record" && called.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(SubjectGrain<,,>))
        || (called.Name == "get_Item" && called.DeclaringType?.Name.StartsWith("GrainsOf", StringComparison.Ordinal) == true);

    private static string Name(MethodBase method) => CompiledMethod.Written(method) is var (type, name) ? $"{type.Name}.{name.Trim('<').Split('>')[0]}" : "";

    private static bool IsGrainOfAKind(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == typeof(SubjectGrain<,,>))
                return true;
        }
        return false;
    }
}

/// <summary>Decides by reading another object as nobody may.</summary>
internal sealed class PlantedWayAround(IGrainFactory grains)
{
    public async ValueTask<bool> Decide() => await Look("customer/C1");

    private async ValueTask<bool> Look(string subject) => await grains.GetGrain<ISubject>(subject).See() is not null;
}
