using System.Collections.Immutable;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to a salesperson.</summary>
public abstract record SalespersonEvent : SubjectEvent;

/// <param name="Name">Full name.</param>
/// <param name="Place">Where the person stands.</param>
/// <param name="ManagerKnown">True where the manager was a registered salesperson then; null where only a name, or none.</param>
/// <param name="Unit">The unit they are in, of which the place is what followed from it that day; null where the place was stated.</param>
public sealed record SalespersonRegistered(string Name, Placing Place, bool? ManagerKnown = null, string? Unit = null) : SalespersonEvent;

/// <param name="Place">Where the person stands.</param>
/// <param name="ManagerKnown">True where the manager was a registered salesperson then; null where only a name, or none.</param>
/// <param name="Unit">The unit they are in, of which the place is what followed from it that day; null where the place was stated.</param>
/// <param name="Order">The number of the last placing by a reorganisation that is known by it; null where there was none.</param>
public sealed record SalespersonMoved(Placing Place, bool? ManagerKnown = null, string? Unit = null, int? Order = null) : SalespersonEvent;

/// <param name="Unit">The unit they are to be in.</param>
/// <param name="From">From this day on.</param>
/// <param name="By">Who planned it.</param>
/// <param name="Order">The number of the last placing by a reorganisation that is known by it; null where there was none.</param>
public sealed record SalespersonMovePlanned(string Unit, DateOnly From, string By, int? Order = null) : SalespersonEvent;

public sealed record SalespersonRenamed(string Name, string By) : SalespersonEvent;

/// <param name="HasPortfolio">True where it is to be seen to what they had in hand; null in ledgers of before.</param>
public sealed record SalespersonDeactivated(bool? HasPortfolio = null) : SalespersonEvent;

/// <param name="By">Who did it.</param>
/// <param name="Unit">The unit they are in from then on; null for where they were.</param>
/// <param name="Place">What followed from it that day.</param>
/// <param name="Order">The number of the last placing by a reorganisation that is known by it; null where there was none.</param>
public sealed record SalespersonReactivated(string By, string? Unit = null, Placing? Place = null, int? Order = null) : SalespersonEvent;

/// <summary>What somebody who was deactivated still has was counted, and what waited for them was given to others.</summary>
public sealed record PortfolioCounted(PortfolioCount Count) : SalespersonEvent;

/// <param name="Number">Which one of theirs, from 1.</param>
/// <param name="To">The successor.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="Shares">What others get; null where everything goes to one.</param>
public sealed record HandoverBegun(int Number, string To, string Reason, string By, ImmutableArray<HandoverShare>? Shares = null) : SalespersonEvent;

/// <summary>These are to be moved next.</summary>
/// <param name="Part">Their sort.</param>
/// <param name="Ids">Them.</param>
/// <param name="To">To whom each goes, in the same order; null where everything goes to one.</param>
public sealed record HandoverTaken(string Part, ImmutableArray<string> Ids, ImmutableArray<string>? To = null) : SalespersonEvent;

/// <summary>What became of them.</summary>
/// <param name="Part">Their sort.</param>
/// <param name="Moved">Those that were moved.</param>
/// <param name="NotMoved">Those that could not be.</param>
/// <param name="To">Who got each of <paramref name="Moved"/>, in the same order; null where everything went to one.</param>
public sealed record HandoverMoved(string Part, ImmutableArray<string> Moved, ImmutableArray<NotMoved> NotMoved, ImmutableArray<string>? To = null) : SalespersonEvent;

/// <param name="Left">What the person still had.</param>
public sealed record HandoverEnded(PortfolioCount Left) : SalespersonEvent;

/// <param name="Authority">All of it, whatever was said before.</param>
/// <param name="BudgetFrom">First day of the budget period it was granted in.</param>
/// <param name="By">Who granted it.</param>
public sealed record AuthorityGranted(Authority Authority, DateOnly BudgetFrom, string By) : SalespersonEvent;

/// <param name="From">First day of the new budget period.</param>
public sealed record BudgetRenewed(DateOnly From) : SalespersonEvent;

/// <summary>The draws of budget periods before the present one have been given back.</summary>
public sealed record BudgetClosed : SalespersonEvent;

public sealed record QualificationRequired(string Code, string Name, ImmutableArray<string> Acts, string By) : SalespersonEvent;

public sealed record QualificationPassed(string Code, DateOnly On, DateOnly ValidUntil, string Evidence, string By) : SalespersonEvent;

public sealed record QualificationDropped(string Code, string Reason, string By) : SalespersonEvent;

/// <param name="To">Who acts.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who had them do it.</param>
/// <param name="Acts">What they do, as it was named; null for everything.</param>
public sealed record AuthorityDelegated(string To, DateOnly From, DateOnly Until, string Reason, string By, ImmutableArray<string>? Acts = null) : SalespersonEvent;

/// <param name="To">Whose delegations end.</param>
/// <param name="On">The day: those that ended before it are left as they are.</param>
/// <param name="By">Who ended them.</param>
public sealed record DelegationEnded(string To, DateOnly On, string By) : SalespersonEvent;

public sealed record ConductRecorded(ConductKind Kind, string Code, string Text, DateOnly On, string By) : SalespersonEvent;

/// <param name="Period">The period.</param>
/// <param name="Amount">The target; null when they have none any more.</param>
/// <param name="NextCoverageOn">When to compare it with their pipeline; null where the period is over.</param>
public sealed record TargetNoted(string Period, Money? Amount, DateOnly? NextCoverageOn) : SalespersonEvent;

/// <param name="Coverage">What was counted; null where no target is for that day.</param>
/// <param name="NextOn">When to count again; null for not before another target is told.</param>
public sealed record CoverageNoted(Coverage? Coverage, DateOnly? NextOn) : SalespersonEvent;
