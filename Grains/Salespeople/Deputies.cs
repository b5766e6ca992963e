using SalesGrid.Decisions;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>
/// Whether somebody acts for somebody else: by one delegation, for an act it is for, on a day it is for. What a delegate has delegated in
/// turn gives nobody a further step. And where delegations of the same act and day come round to where they began, each of them counts for
/// nothing: everybody in such a circle is away, and nobody is there to act. The rule of delegating lets none arise; two that are decided at
/// the same moment can.
/// </summary>
public static class Deputies
{
    /// <summary>Most people a circle is looked for among, whoever it begins with.</summary>
    public const int PeopleMax = 20;

    /// <summary>True where a delegation lets somebody do an act for a person on a day, or they are the person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="today">The business day.</param>
    /// <param name="act">The act; null for what no delegation names: then only those for everything count.</param>
    public static bool MayActFor(this SalespersonView person, string actor, DateOnly today, string? act) =>
        SubjectId.Same(actor, person.Id) || person.Delegations.Any(d => SubjectId.Same(d.To, actor) && Holds(d, today, act));

    /// <summary>True where somebody acts for a person: the delegation is there and comes round to nobody.</summary>
    /// <param name="person">The person.</param>
    /// <param name="actor">Who acts.</param>
    /// <param name="today">The business day.</param>
    /// <param name="act">The act.</param>
    /// <param name="find">Finds people.</param>
    public static async ValueTask<bool> Acts(SalespersonView person, string actor, DateOnly today, string? act, Func<string, ValueTask<SalespersonView?>> find) =>
        person.MayActFor(actor, today, act) && (SubjectId.Same(actor, person.Id) || !await ComesRound(person.Id, actor, today, act, find));

    /// <summary>The person without the delegations to whoever asks that come round to the person: what rules may go by.</summary>
    /// <param name="person">The person; null for nobody.</param>
    /// <param name="request">The request.</param>
    public static async ValueTask<SalespersonView?> Counting(SalespersonView? person, DecisionContext request) =>
        person is null || SubjectId.Same(person.Id, request.Actor) || !person.MayActFor(request.Actor, request.Today, request.Act)
            || !await ComesRound(person.Id, request.Actor, request.Today, request.Act, id => People.Find(request.Inputs, id))
            ? person
            : person with { Delegations = [.. person.Delegations.Where(d => !SubjectId.Same(d.To, request.Actor))] };

    /// <summary>True where the delegations of an act on a day lead from somebody back to a person.</summary>
    private static async ValueTask<bool> ComesRound(string person, string from, DateOnly today, string? act, Func<string, ValueTask<SalespersonView?>> find)
    {
        var seen = new HashSet<string>(SubjectId.Comparer) { from };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var id))
        {
            foreach (var next in (await find(id))?.Delegations ?? [])
            {
                if (!Holds(next, today, act))
                    continue;
                if (SubjectId.Same(next.To, person))
                    return true;
                if (seen.Count < PeopleMax && seen.Add(next.To))
                    open.Enqueue(next.To);
            }
        }
        return false;
    }

    private static bool Holds(Delegation delegation, DateOnly today, string? act) =>
        delegation.From <= today && today <= delegation.Until && DelegatedActs.Cover(delegation.Acts, act);
}
