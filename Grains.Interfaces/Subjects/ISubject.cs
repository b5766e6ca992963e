using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Controls;
using SalesGrid.Decisions;
using SalesGrid.Ledger;
using SalesGrid.Reservations;

namespace SalesGrid.Subjects;

/// <summary>
/// What every business object answers to, whatever its kind. Key: <c>kind/id</c>. The grain type is the kind, so any object
/// can be reached by its subject alone.
/// </summary>
/// <remarks>
/// Calls that change something wait for one another. So that two objects never wait for each other, they call in one
/// direction only: opportunity, quote and contract call customer, salesperson and claims, a salesperson their unit, a unit the company, a product or channel its catalogue; back they go in <see cref="Wake"/>,
/// which holds nobody up.
/// </remarks>
[Alias("sg.ISubject")]
public interface ISubject : IGrainWithStringKey
{
    /// <summary>Returns once the change is durable, or at once when a rule forbids it.</summary>
    [Alias("Do")]
    Task<Receipt> Do(Command command, Envelope envelope);

    /// <summary>
    /// What a command would be answered if it were sent now: the same rules on the same objects, and nothing is recorded, reserved,
    /// counted or used up. So is its id: one that was used answers whoever used it first with yes, and nobody else.
    /// </summary>
    [Alias("Can"), AlwaysInterleave]
    Task<Verdict> Can(Command command, Envelope envelope);

    /// <summary>The object as last committed, in its kind's own shape; null when there is none.</summary>
    [Alias("See"), AlwaysInterleave]
    Task<object?> See();

    /// <summary>Whether the object is there, and who owns it.</summary>
    [Alias("Owner"), AlwaysInterleave]
    Task<SubjectOwner> Owner();

    /// <summary>Whose objects it counts among when it is read, beside its owner's; empty for nobody's, and where there is no such object.</summary>
    [Alias("SharedWith"), AlwaysInterleave]
    Task<ImmutableArray<string>> SharedWith();

    /// <summary>Its reservations, overrides and warnings; empty when there are none.</summary>
    [Alias("Controls"), AlwaysInterleave]
    Task<ControlsView> Controls();

    /// <summary>All reservations it keeps back for others, page by page, in an order that only stays the same.</summary>
    /// <param name="after">The token the page before ended with; null from the first.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    [Alias("Reservations"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<ReservationsView> Reservations(string? after, int limit);

    /// <summary>Its entries in the ledger, oldest first, from the object's first to its last.</summary>
    /// <param name="afterVersion">Only entries of later versions; 0 for all.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    [Alias("Trail"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<ImmutableArray<HistoryEntry>> Trail(int afterVersion, int limit);

    /// <summary>What was decided when the object came to a version, and on what; null where it never was at it.</summary>
    /// <param name="version">The version, or one between those of two commands: then of the command it came of.</param>
    [Alias("Decision"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<DecisionReceipt?> Decision(int version);

    /// <summary>Makes a decision of this object once more, on what it was made on, by the rules of this program. Changes nothing anywhere.</summary>
    /// <param name="receipt">The receipt of an allowed or refused command.</param>
    [Alias("Recompute"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<Recomputed> Recompute(DecisionReceipt receipt);

    /// <summary>
    /// Has the object do what its time has come for: time-outs, warnings, steps with other objects that were left
    /// unfinished. May be called at any time and any number of times.
    /// </summary>
    [Alias("Wake"), AlwaysInterleave]
    Task Wake();
}

/// <summary>Who owns an object.</summary>
/// <param name="Version">Its version; 0 where there is no such object.</param>
/// <param name="Owner">The owner; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("sg.SubjectOwner")]
public readonly record struct SubjectOwner([property: Id(0)] int Version, [property: Id(1)] string? Owner);
