using System.Collections.Immutable;

namespace SalesGrid.Subjects;

/// <summary>Who may send a command, as far as the object and the request tell. Pure; what other people have to do with it is asked of <see cref="IOrganisation"/>.</summary>
public static class SenderRules
{
    /// <summary>Ways of standing that the organisation, or what the object is a part of, has to be asked for.</summary>
    private const Standing KnownToOthers = Standing.Delegate | Standing.Manager | Standing.DealTeam;

    /// <summary>Decides what can be decided at once.</summary>
    /// <param name="by">What the command declares.</param>
    /// <param name="owner">Who owns the object; null for nobody.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="duties">What they answer for.</param>
    /// <param name="byMachine">True for a program: it leads nobody, acts for nobody, is in no team and is asked for no decision.</param>
    public static SenderVerdict Decide(SentByAttribute by, string? owner, string actor, Duties duties, bool byMachine = false)
    {
        var ways = byMachine ? by.Standing & ~(KnownToOthers | Standing.Asked) : by.Standing;
        var isOwner = owner is not null && SubjectId.Same(owner, actor);
        if (isOwner && by.NeverByOwner)
            return default;
        if (isOwner && ways.HasFlag(Standing.Owner))
            return new(true, Standing.Owner);
        if ((duties & by.Admits) != 0
            || (ways & (Standing.Anybody | Standing.Asked)) != 0
            || (owner is null && ways.HasFlag(Standing.Unowned)))
            return new(true, Standing.None);
        return owner is null || isOwner ? default : new(false, Standing.None, ways & KnownToOthers);
    }

    /// <summary>True where the command is taken only while an import window is open for its sender.</summary>
    /// <param name="by">What the command declares.</param>
    /// <param name="duties">What the sender answers for.</param>
    public static bool NeedsWindow(SentByAttribute by, Duties duties) => by.IsImport && (duties & Duties.Administrator) == 0;

    /// <summary>The refusal of a sender, with who may.</summary>
    /// <param name="by">What the command declares.</param>
    /// <param name="owner">Who owns the object; null for nobody.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="subject">The object, <c>kind/id</c>.</param>
    /// <param name="only">What else they may do there for somebody, by delegations that do not name this; none for somebody without any.</param>
    public static Refusal Refuse(SentByAttribute by, string? owner, string actor, string subject, ImmutableArray<string> only = default)
    {
        var who = by.Named(owner);
        var refusal = ControlPoints.SenderMustHaveStanding.Refuse(actor, subject, string.Join(", ", who)).Needing(by: who);
        return only.IsDefaultOrEmpty ? refusal : refusal.Needing(string.Join(", ", only), by.Act);
    }

    /// <summary>
    /// The refusal a sender is given who may not: what a rule tells of it in its own words, else that it is not for them. Of an
    /// object there is not nobody is the owner: then a rule that finds nothing, or nothing it can read, is heard as well.
    /// </summary>
    /// <param name="by">What the command declares.</param>
    /// <param name="told">What the rules say; null when they let it pass.</param>
    /// <param name="exists">False for an object nothing has happened to.</param>
    /// <param name="refusal">That it is not for them.</param>
    public static Refusal InWordsOf(SentByAttribute by, Refusal? told, bool exists, Refusal refusal)
    {
        if (told is null)
            return refusal;
        if (!exists && told.Kind is (RefusalKind.NotFound or RefusalKind.Invalid))
            return told;
        foreach (var item in told.Missing)
        {
            if (by.ToldBy.Contains(ControlPoints.NameOf(item.ControlPoint)))
                return told;
        }
        return refusal;
    }
}

/// <summary>What can be said at once of whether somebody may send a command.</summary>
/// <param name="MaySend">True when they may.</param>
/// <param name="As">How they stand towards the object, where that is why.</param>
/// <param name="ToAsk">Ways they may still stand in, which others have to be asked for; none when they may not send it.</param>
public readonly record struct SenderVerdict(bool MaySend, Standing As, Standing ToAsk = Standing.None);
