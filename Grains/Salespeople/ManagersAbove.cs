using System.Collections.Immutable;
using SalesGrid.Decisions;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Salespeople;

/// <summary>
/// Who leads somebody, nearest first. Of people in a unit: the heads of the unit and of those it lies in, as the tree has them. Of others:
/// the manager who was stated, that one's and so on, until one is in a unit.
/// </summary>
/// <remarks>At most <see cref="People.LevelsMax"/>. It ends where a manager is no registered salesperson, and where it would go round in a circle.</remarks>
public sealed class ManagersAbove(RecentSalespeople recent, SiloUnits units)
{
    /// <summary>Them, looked up one by one as they are asked for.</summary>
    /// <param name="person">Whose managers they are.</param>
    /// <param name="today">The business day.</param>
    /// <param name="look">How fresh they have to be, and were.</param>
    public async IAsyncEnumerable<SalespersonView> Of(SalespersonView person, DateOnly today, Freshness look)
    {
        var seen = new HashSet<string>(SubjectId.Comparer) { person.Id };
        for (var levels = 0; levels < People.LevelsMax; levels++)
        {
            if (person.UnitOn(today) is { } unit)
            {
                look.IsFresh &= !look.Lately;
                var tree = look.Lately ? await units.Lately(look.Inputs) : await units.Now(look.Inputs);
                foreach (var head in tree.HeadsAbove(unit, person.Id, today))
                {
                    if (levels++ < People.LevelsMax && seen.Add(head) && await Find(head, look) is { } leads)
                        yield return leads;
                }
                yield break;
            }
            if (!SubjectId.IsValid(person.Place.Manager) || !seen.Add(person.Place.Manager!) || await Find(person.Place.Manager!, look) is not { } manager)
                yield break;
            yield return person = manager;
        }
    }

    /// <summary>The nearest of them who is active, as of now; null where there is none.</summary>
    /// <param name="person">Whose manager it is.</param>
    /// <param name="today">The business day.</param>
    /// <param name="inputs">Notes what was looked at.</param>
    /// <param name="isPassedOver">Who is passed over, by id; null for nobody.</param>
    public async ValueTask<SalespersonView?> Nearest(SalespersonView person, DateOnly today, Inputs inputs, Func<string, bool>? isPassedOver = null)
    {
        await foreach (var manager in Of(person, today, new(inputs) { Lately = false }))
        {
            if (manager.Active && isPassedOver?.Invoke(manager.Id) != true)
                return manager;
        }
        return null;
    }

    /// <summary>The ids of all of them, nearest first, as of now.</summary>
    public async ValueTask<ImmutableArray<string>> Ids(SalespersonView person, DateOnly today, Inputs inputs)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        await foreach (var manager in Of(person, today, new(inputs) { Lately = false }))
            ids.Add(manager.Id);
        return ids.ToImmutable();
    }

    /// <summary>Somebody by id; null for nobody.</summary>
    public async ValueTask<SalespersonView?> Find(string id, Freshness look)
    {
        if (look.Inputs.IsPast)
            return await People.Find(look.Inputs, id);
        if (look.Lately && recent.TryGet(id, out var person))
        {
            look.IsFresh = false;
            People.Note(look.Inputs, id, person);
            return person;
        }
        recent.Keep(id, person = await People.Find(look.Inputs, id));
        return person;
    }
}

/// <summary>How fresh what is known of people has to be, and turned out.</summary>
/// <param name="inputs">Notes what was looked at.</param>
public sealed class Freshness(Inputs inputs)
{
    /// <summary>Notes what was looked at.</summary>
    public Inputs Inputs => inputs;

    /// <summary>True where what this silo has lately learned will do.</summary>
    public required bool Lately { get; init; }

    /// <summary>True while nothing was used that was only lately learned.</summary>
    public bool IsFresh { get; set; } = true;
}
