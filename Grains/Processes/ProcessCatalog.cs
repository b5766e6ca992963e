using System.Collections.Immutable;

namespace SalesGrid.Processes;

/// <summary>
/// Process definitions as the rules of other objects know them: every version they may be pinned to, and the one of each
/// process that is in force for what begins today. A value; to know more is another catalog.
/// </summary>
/// <remarks>
/// What the product ships of a process never changes either, and an id that was shipped once gets no further versions from
/// the product: those are a company's own. Processes of later releases will have ids that begin with
/// <see cref="ProcessLimits.ReservedPrefix"/>, which a company cannot use. So a number means one definition, for ever.
/// </remarks>
public sealed class ProcessCatalog
{
    private readonly ImmutableDictionary<(string Id, int Version), ProcessDefinition> definitions;
    private readonly ImmutableDictionary<(string Id, int Version), DateOnly> effective;
    private readonly ImmutableDictionary<string, ProcessDefinition> inForce;
    private readonly ImmutableHashSet<string> known;

    /// <summary>A catalog of these definitions, the highest version of each process in force.</summary>
    public ProcessCatalog(IEnumerable<ProcessDefinition> definitions)
        : this([.. definitions.Select(d => new ShippedProcess(d, DateOnly.MinValue))])
    {
    }

    /// <summary>A catalog of shipped definitions.</summary>
    /// <exception cref="InvalidOperationException">One of them is not valid.</exception>
    /// <exception cref="ArgumentException">A version comes twice.</exception>
    public ProcessCatalog(ImmutableArray<ShippedProcess> shipped)
    {
        foreach (var (d, _) in shipped)
        {
            if (ProcessValidator.Check(d) is [var problem, ..])
                throw new InvalidOperationException($"Process {d.Id} version {d.Version}: {problem.Reason.En} ({problem.ControlPoint}, {problem.Field})");
        }
        Shelved = shipped;
        definitions = shipped.ToDictionary(s => (s.Definition.Id, s.Definition.Version), s => s.Definition).ToImmutableDictionary();
        effective = shipped.Where(s => s.EffectiveFrom is not null)
            .ToImmutableDictionary(s => (s.Definition.Id, s.Definition.Version), s => s.EffectiveFrom!.Value);
        inForce = shipped.Where(s => s.EffectiveFrom is not null).GroupBy(s => s.Definition.Id, StringComparer.Ordinal)
            .ToImmutableDictionary(g => g.Key, g => g.MaxBy(s => (s.EffectiveFrom, s.Definition.Version))!.Definition, StringComparer.Ordinal);
        known = [.. shipped.Select(s => s.Definition.Id)];
    }

    private ProcessCatalog(
        ImmutableArray<ShippedProcess> shelved,
        ImmutableDictionary<(string, int), ProcessDefinition> definitions,
        ImmutableDictionary<(string, int), DateOnly> effective,
        ImmutableDictionary<string, ProcessDefinition> inForce,
        ImmutableHashSet<string> known) =>
        (Shelved, this.definitions, this.effective, this.inForce, this.known) = (shelved, definitions, effective, inForce, known);

    /// <summary>The definitions the product ships.</summary>
    public static ProcessCatalog Shipped { get; } = new(ShippedProcess.ReadAll());

    /// <summary>What the product ships, adopted or not.</summary>
    public ImmutableArray<ShippedProcess> Shelved { get; }

    /// <summary>The version of each process that is in force, by id.</summary>
    public IReadOnlyDictionary<string, ProcessDefinition> Newest => inForce;

    /// <summary>A version an opportunity was pinned to. Versions are never removed.</summary>
    public ProcessDefinition Pinned(string id, int version) => Find(id, version)
        ?? throw new InvalidOperationException($"Process {id} version {version} is not in the catalog; it was when an opportunity was opened under it.");

    /// <summary>A version, in force or not; null where this catalog does not have it.</summary>
    public ProcessDefinition? Find(string id, int version) => definitions.GetValueOrDefault((id, version));

    /// <summary>First day a version was or will be in force; null for one that is not, or that this catalog does not have.</summary>
    public DateOnly? EffectiveFrom(string id, int version) => effective.TryGetValue((id, version), out var day) ? day : null;

    /// <summary>Numbers of the shipped versions of a process, ascending; empty when the product ships none.</summary>
    public ImmutableArray<int> VersionsOf(string id) =>
        [.. Shelved.Where(s => s.Definition.Id == id).Select(s => s.Definition.Version).Order()];

    /// <summary>Why nothing can begin under a process today; null when something can.</summary>
    public Refusal? WhyNotInForce(string field, string id) =>
        inForce.ContainsKey(id) ? null
        : known.Contains(id) ? ControlPoints.ProcessMustBeInForce.RefuseField(field, id, InForceIds())
        : ControlPoints.ProcessMustBeKnown.RefuseField(field, id, InForceIds());

    /// <summary>This catalog and one more version.</summary>
    public ProcessCatalog With(ProcessDefinition definition) =>
        new(Shelved, definitions.SetItem((definition.Id, definition.Version), definition), effective, inForce, known);

    /// <summary>This catalog with what a company has made of one process: what is in force of it today, and since when each version is.</summary>
    /// <param name="line">The process.</param>
    /// <param name="inForceToday">The definition in force; null when none is.</param>
    public ProcessCatalog With(ProcessLine line, ProcessDefinition? inForceToday) => new(
        Shelved,
        inForceToday is null ? definitions : definitions.SetItem((line.Id, inForceToday.Version), inForceToday),
        effective.RemoveRange(effective.Keys.Where(k => k.Id == line.Id))
            .AddRange(line.Effects.GroupBy(e => e.Version).Select(g => KeyValuePair.Create((line.Id, g.Key), g.Min(e => e.From)))),
        inForceToday is null ? inForce.Remove(line.Id) : inForce.SetItem(line.Id, inForceToday),
        line.Effects.IsEmpty ? known : known.Add(line.Id));

    private string InForceIds() => string.Join(", ", inForce.Keys.Order(StringComparer.Ordinal).Take(20));
}
