using System.Collections.Immutable;
using System.Globalization;
using SalesGrid.Decisions;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <inheritdoc cref="IOrganisation"/>
/// <remarks>
/// Accepted is on the strength of what this silo has lately learned, refused never: who is not found to stand anywhere is looked for
/// once more among people and units as they are now. At most 21 people are read: the owner and the managers above.
/// </remarks>
public sealed class Organisation(ManagersAbove managers, SiloUnits tree) : IOrganisation
{
    /// <inheritdoc/>
    public async ValueTask<Stood> Of(string actor, string owner, Standing ways, string? act, DateOnly today, Inputs inputs)
    {
        var look = new Freshness(inputs) { Lately = true };
        var found = await Look(actor, owner, ways, act, today, look);
        return found.As != Standing.None || look.IsFresh ? found : await Look(actor, owner, ways, act, today, new(inputs) { Lately = false });
    }

    /// <inheritdoc/>
    public async ValueTask<Led> LedBy(string person, DateOnly today, Inputs inputs)
    {
        if (!SubjectId.IsValid(person) || await managers.Find(person, new(inputs) { Lately = false }) is not { } found)
            return new(true, null);
        return new(found.Active, found.Active && found.UnitOn(today) is null ? null : (await managers.Nearest(found, today, inputs))?.Id);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsWithin(string person, ImmutableArray<string> units, DateOnly today, Inputs inputs) => SubjectId.IsValid(person)
        && (await IsWithin(person, units, today, new Freshness(inputs) { Lately = true }) || await IsWithin(person, units, today, new Freshness(inputs) { Lately = false }));

    /// <inheritdoc/>
    public async ValueTask<bool> IsUnitWithin(string unit, ImmutableArray<string> units, DateOnly today, Inputs inputs) =>
        Lies(await tree.Lately(inputs), unit, units, today) || Lies(await tree.Now(inputs), unit, units, today);

    private async ValueTask<bool> IsWithin(string person, ImmutableArray<string> units, DateOnly today, Freshness look) =>
        (await managers.Find(person, look))?.UnitOn(today) is { } unit && Lies(look.Lately ? await tree.Lately(look.Inputs) : await tree.Now(look.Inputs), unit, units, today);

    private static bool Lies(UnitTree tree, string unit, ImmutableArray<string> units, DateOnly today) =>
        tree.PathOn(unit, today).Any(u => units.Contains(u.Id, SubjectId.Comparer));

    private async ValueTask<Stood> Look(string actor, string owner, Standing ways, string? act, DateOnly today, Freshness look)
    {
        if (!SubjectId.IsValid(owner) || await managers.Find(owner, look) is not { } person)
            return default;
        List<string>? only = null;
        if (ways.HasFlag(Standing.Delegate) && await ActsFor(person))
            return new(Standing.Delegate, person.Id);
        if (ways.HasFlag(Standing.Manager))
        {
            await foreach (var manager in managers.Of(person, today, look))
            {
                if (manager.Active && await ActsFor(manager))
                    return new(Standing.Manager, SubjectId.Same(actor, manager.Id) ? null : manager.Id);
            }
        }
        return new(Standing.None) { Only = only is null ? [] : [.. only.Distinct()] };

        async ValueTask<bool> ActsFor(SalespersonView one)
        {
            if (await Deputies.Acts(one, actor, today, act, id => managers.Find(id, look)))
                return true;
            foreach (var delegation in one.Delegations)
            {
                if (SubjectId.Same(delegation.To, actor) && delegation.From <= today && today <= delegation.Until && delegation.Acts is { } acts)
                    (only ??= []).AddRange(acts);
            }
            return false;
        }
    }
}

/// <summary>Salespeople as units know them.</summary>
public sealed class UnitPeople(IGrainFactory grains) : IUnitPeople
{
    /// <inheritdoc/>
    public async Task<UnitPerson?> Find(string? id, DateOnly today, Inputs inputs) =>
        await People.Find(inputs, id) is { } person ? new(person.Id, person.Active, person.UnitOn(today), person.Planned?.From > today) : null;

    /// <inheritdoc/>
    public async Task<bool> Tell(PlacedPerson placed) => (await grains.GetGrain<ISalespersonGrain>(SalespersonKind.Kind.SubjectOf(placed.Person)).Execute(
        new TakeOrderedPlace(placed.Unit, placed.From, placed.Number),
        Envelope.ByGrid(string.Create(CultureInfo.InvariantCulture, $"placed:{placed.Number}"), placed.By))).Accepted;
}
