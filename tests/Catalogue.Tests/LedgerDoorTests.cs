using System.Collections.Immutable;
using System.Reflection;
using SalesGrid.Ledger;

namespace SalesGrid.Catalogue.Tests;

/// <summary>What is in the ledger was decided by a rule: there is no way to it but through those who ask the rules first.</summary>
public sealed class LedgerDoorTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Who may call what, as it is written in the code: each step on the way to the store has its own few callers.</summary>
    private static readonly ImmutableArray<string> Allowed =
    [
        // Decides, or records that it was refused.
        "IntakeGrain.Begin -> GridLedger.Append",
        "RefusalLog.Record -> GridLedger.Append",
        "SubjectGrain`3.Append -> GridLedger.Append",
        "SubjectGrain`3.Carry -> SubjectGrain`3.Append",
        // Hands on, to the silo the ledger is on.
        "GridLedger.Append -> ILedgerGrain.Append",
        "GridLedger.Append -> LedgerGrain.Append",
        // Writes what was handed on.
        "LedgerCommit.Run -> ILedgerStore.Append",
    ];

    [Fact]
    public void Only_those_who_ask_the_rules_append_to_the_ledger() => Assert.Equal(Allowed.Order(StringComparer.Ordinal), Callers(Product()));

    [Fact]
    public void Another_caller_is_found() =>
        // The broken variant: somebody who would write past the rules, in each of the ways there are.
        Assert.Equal(
            ["Burglar.Grain -> ILedgerGrain.Append", "Burglar.Journal -> GridLedger.Append", "Burglar.Store -> ILedgerStore.Append"],
            Callers([typeof(Burglar), .. typeof(Burglar).GetNestedTypes(BindingFlags.NonPublic)]));

    /// <summary>Every type of the product.</summary>
    private static IEnumerable<Type> Product() => Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
        .Select(Path.GetFileNameWithoutExtension)
        .Where(name => File.Exists(Path.Combine(CatalogueFiles.Root(), name!, $"{name}.csproj")))
        .Select(name => Assembly.Load(name!))
        .SelectMany(assembly => assembly.GetTypes())
        // Proxies and serializers, made by Orleans for every method there is.
        .Where(type => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true);

    private static IEnumerable<string> Callers(IEnumerable<Type> types) => types
        .SelectMany(type => type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
        .SelectMany(method => CompiledMethod.Read(method)
            .Select(instruction => instruction.Names)
            .OfType<MethodInfo>()
            .Where(IsAppend)
            .Select(called => $"{Name(CompiledMethod.Written(method))} -> {Name((called.DeclaringType!, called.Name))}"))
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static string Name((Type Type, string Name) written) => $"{written.Type.Name}.{written.Name.TrimStart('<').Split('>')[0]}";

    /// <summary>Any method that takes what is to be appended, whatever it is called: the silo's, a ledger's, a store's.</summary>
    private static bool IsAppend(MethodInfo called) =>
        called.DeclaringType is { } type
        && (type == typeof(GridLedger) || typeof(ILedgerGrain).IsAssignableFrom(type) || typeof(ILedgerStore).IsAssignableFrom(type) || type.Name.StartsWith("SubjectGrain`", StringComparison.Ordinal))
        && called.GetParameters().Any(p => p.ParameterType == typeof(AppendRequest) || p.ParameterType == typeof(JournalRecord))
        && called.Name == nameof(ILedgerStore.Append);

    private static class Burglar
    {
        public static Task<AppendReply> Journal(GridLedger journal, ILedgerGrain ledger, AppendRequest request) => journal.Append(ledger, 0, request);

        public static async Task Grain(ILedgerGrain ledger, AppendRequest request)
        {
            await Task.Yield();
            await ledger.Append(request);
        }

        public static Func<Task> Store(ILedgerStore store, JournalRecord record) => () => store.Append(record, 0, CancellationToken.None);
    }
}
