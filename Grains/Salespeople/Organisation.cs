using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <inheritdoc cref="IOrganisation"/>
/// <remarks>
/// Accepted is on the strength of what this silo has lately learned, refused never: who is not found to stand anywhere is looked for
/// once more among people as they are now. At most 21 of them are read: the owner and the managers above.
/// </remarks>
public sealed class Organisation(IGrainFactory grains, RecentSalespeople recent) : IOrganisation
{
    private readonly GrainsOf<ISalespersonGrain> people = new(grains);

    /// <inheritdoc/>
    public async ValueTask<Standing> Of(string actor, string owner, Standing ways, DateOnly today)
    {
        var (found, isFresh) = await Look(actor, owner, ways, today, lately: true);
        return found != Standing.None || isFresh ? found : (await Look(actor, owner, ways, today, lately: false)).Found;
    }

    private async ValueTask<(Standing Found, bool IsFresh)> Look(string actor, string owner, Standing ways, DateOnly today, bool lately)
    {
        var isFresh = true;
        var seen = new HashSet<string>(SubjectId.Comparer);
        var levels = 0;
        for (string? id = owner; SubjectId.IsValid(id) && seen.Add(id!) && levels <= People.LevelsMax; levels++)
        {
            if (lately && recent.TryGet(id!, out var person))
                isFresh = false;
            else
                recent.Keep(id!, person = await people[SalespersonKind.Kind.SubjectOf(id!)].Get());
            if (person is null)
                break;
            if (levels == 0)
            {
                if (ways.HasFlag(Standing.Delegate) && person.IsActedForBy(actor, today))
                    return (Standing.Delegate, isFresh);
                if (!ways.HasFlag(Standing.Manager))
                    break;
            }
            else if (person.Active && person.IsActedForBy(actor, today))
                return (Standing.Manager, isFresh);
            id = person.Place.Manager;
        }
        return (Standing.None, isFresh);
    }
}
