using System.Collections.Immutable;
using System.Text.Json;

namespace SalesGrid.Control.Tests.Checker;

/// <summary>The organisation at one moment, as the ledger tells it.</summary>
internal sealed record OrganisationThen
{
    public ImmutableDictionary<string, (string? Parent, string? Head)> Units { get; init; } = ImmutableDictionary<string, (string?, string?)>.Empty.Add("company", (null, null));

    public ImmutableDictionary<string, (string? Unit, bool Active)> People { get; init; } = ImmutableDictionary<string, (string?, bool)>.Empty;

    /// <summary>Who has whom act for them, and in what: names of kinds, or <c>approvals</c>, with blanks between; null for everything.</summary>
    public ImmutableHashSet<(string Of, string To, string? Acts)> Delegations { get; init; } = [];

    /// <summary>True for somebody, and for whoever they have act for them in what was recorded.</summary>
    public bool ActsFor(string actor, string person, Line what) => actor == person
        || Delegations.Any(d => d.Of == person && d.To == actor && (d.Acts is null || d.Acts.Split(' ').Any(name => IsOf(name, what))));

    private static bool IsOf(string name, Line what) =>
        name == "approvals" ? what.Type is "QuoteStepApproved" or "QuoteRejected" : what.Subject.StartsWith($"{name}/", StringComparison.Ordinal);

    /// <summary>True for whoever leads a unit somebody is in, directly or not, and is still there, and for whoever acts for one of those in what was recorded.</summary>
    public bool Leads(string actor, string person, Line what)
    {
        List<string?> heads = [];
        for (var unit = People.GetValueOrDefault(person).Unit; unit is not null && Units.TryGetValue(unit, out var found); unit = found.Parent)
            heads.Add(found.Head);
        // Whoever leads a unit above is led only from further above.
        return heads.Skip(heads.LastIndexOf(person) + 1).Any(head => head is not null && head != person && People.GetValueOrDefault(head).Active && ActsFor(actor, head, what));
    }
}

/// <summary>How the organisation changed in the course of a ledger.</summary>
internal sealed class OrganisationPast
{
    private readonly List<(DateTimeOffset At, OrganisationThen Then)> moments = [(DateTimeOffset.MinValue, new())];

    public OrganisationPast(IEnumerable<Turn> turns)
    {
        foreach (var line in turns.SelectMany(t => t.Lines).Where(l => l.Subject.StartsWith("salesperson/", StringComparison.Ordinal) || l.Type is "TreeChanged" or "Reorganised").OrderBy(l => l.At).ThenBy(l => l.Version))
        {
            if (After(moments[^1].Then, line) is { } then)
                moments.Add((line.At, then));
        }
    }

    /// <summary>How often it changed.</summary>
    public int Changes => moments.Count - 1;

    /// <summary>True where something held at some moment between two.</summary>
    public bool Held(DateTimeOffset from, DateTimeOffset until, Func<OrganisationThen, bool> what)
    {
        // The last that began before the span, and all that began within it.
        var (low, high) = (0, moments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = moments[middle].At <= from ? (middle, high) : (low, middle - 1);
        }
        for (var i = low; i < moments.Count && (i == low || moments[i].At <= until); i++)
        {
            if (what(moments[i].Then))
                return true;
        }
        return false;
    }

    private static OrganisationThen? After(OrganisationThen then, Line line)
    {
        var person = line.Subject[(line.Subject.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var known = then.People.GetValueOrDefault(person);
        switch (line.Type)
        {
            case "TreeChanged":
                var unit = line.Part("unit")!.Value;
                return then with { Units = then.Units.SetItem(unit.GetProperty("id").GetString()!, (Text(unit, "parent"), Text(unit, "headId"))) };
            // It holds from its record on, whenever each of them records it.
            case "Reorganised":
                return line.Text("from") is not null ? null : line.Part("people")!.Value.EnumerateArray().Aggregate(then, static (all, p) => p.GetProperty("person").GetString()! is var who
                    ? all with { People = all.People.SetItem(who, (p.GetProperty("unit").GetString(), all.People.GetValueOrDefault(who).Active)) } : all);
            case "SalespersonRegistered":
                return then with { People = then.People.SetItem(person, (line.Text("unit"), true)) };
            case "SalespersonMoved":
                return then with { People = then.People.SetItem(person, (line.Text("unit"), known.Active)) };
            case "SalespersonDeactivated":
                return then with { People = then.People.SetItem(person, (known.Unit, false)) };
            case "SalespersonReactivated":
                return then with { People = then.People.SetItem(person, (line.Text("unit") ?? known.Unit, true)) };
            case "AuthorityDelegated":
                return then with { Delegations = then.Delegations.Add((person, line.Needed("to"), line.Part("acts") is { } acts ? string.Join(' ', acts.EnumerateArray().Select(a => a.GetString())) : null)) };
            case "DelegationEnded":
                return then with { Delegations = then.Delegations.Except(then.Delegations.Where(d => d.Of == person && d.To == line.Needed("to"))) };
            default:
                return null;
        }
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
