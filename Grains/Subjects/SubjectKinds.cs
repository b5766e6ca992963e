using SalesGrid.Projections;

namespace SalesGrid.Subjects;

/// <summary>The kinds of business object of this program, by name. What they are is said in <c>Kinds</c>; here nothing of them is known.</summary>
public static class SubjectKinds
{
    private static Dictionary<string, ISubjectKind>.AlternateLookup<ReadOnlySpan<char>> byName = Index([]);

    /// <summary>Events that can happen to an object of any kind, by name.</summary>
    public static IReadOnlyDictionary<string, Type> CommonEvents { get; } = EventsOf(typeof(CommonEvent));

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<ISubjectKind> All => byName.Dictionary.Values;

    /// <summary>The kind a subject is of.</summary>
    /// <exception cref="InvalidDataException">There is no such kind.</exception>
    public static ISubjectKind Of(string subject) =>
        subject.IndexOf('/') is > 0 and var slash && byName.TryGetValue(subject.AsSpan(0, slash), out var kind)
            ? kind
            : throw new InvalidDataException($"'{subject}' is of no kind this version knows.");

    /// <summary>True for an object that tells of accounts, to somebody who does not read them.</summary>
    /// <param name="without">Says that they do not; null for one who does.</param>
    /// <param name="subject">The object, <c>kind/id</c>.</param>
    public static bool Hides(NoAccounts? without, string subject) => without is not null
        && Of(subject).TellsOfAccounts?.Invoke(IdOf(subject)) == true && !(without.But is { } own && SubjectId.Same(own, subject));

    /// <summary>The id in a subject.</summary>
    public static string IdOf(string subject) => subject[(subject.IndexOf('/') + 1)..];

    /// <summary>Adds kinds. Before any silo starts.</summary>
    internal static void Add(params ReadOnlySpan<ISubjectKind> kinds) => byName = Index([.. byName.Dictionary.Values, .. kinds]);

    /// <summary>The types of event that derive from one, by name. The name is what is stored.</summary>
    internal static Dictionary<string, Type> EventsOf(Type ancestor) =>
        ancestor.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(ancestor)).ToDictionary(t => t.Name, StringComparer.Ordinal);

    private static Dictionary<string, ISubjectKind>.AlternateLookup<ReadOnlySpan<char>> Index(IEnumerable<ISubjectKind> kinds) =>
        kinds.ToDictionary(k => k.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
