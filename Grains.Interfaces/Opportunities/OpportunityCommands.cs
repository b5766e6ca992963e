using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SalesGrid.Customers;
using SalesGrid.Products;

namespace SalesGrid.Opportunities;

/// <summary>What can be asked of an opportunity.</summary>
[GenerateSerializer, Immutable, Alias("sg.OpportunityCommand")]
public abstract record OpportunityCommand : Command;

/// <summary>A command that states what an opportunity is about and worth; null where that is not known, or stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("sg.FactsCommand")]
public abstract record FactsCommand : OpportunityCommand
{
    /// <summary>Nothing stated.</summary>
    protected FactsCommand() { }

    /// <summary>States facts.</summary>
    protected FactsCommand(OpportunityFacts facts)
    {
        (Name, CustomerId, Product, Channel) = (facts.Name, facts.CustomerId, facts.Product, facts.Channel);
        (Amount, ExpectedCloseOn) = (facts.Amount, facts.ExpectedCloseOn);
    }

    /// <summary>Short title, at most 200 characters.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>Id of the customer.</summary>
    [Id(1)] public string? CustomerId { get; init; }

    /// <summary>Product or product line; a product of the catalogue once there is one.</summary>
    [Id(2)] public string? Product { get; init; }

    /// <summary>Sales channel, e.g. <c>direct</c>; one of the list of channels once there is one.</summary>
    [Id(3)] public string? Channel { get; init; }

    /// <summary>Expected amount; without a currency, in the one the opportunity has.</summary>
    [Id(4)] public StatedAmount? Amount { get; init; }

    /// <summary>Day the customer is expected to decide.</summary>
    [Id(5)] public DateOnly? ExpectedCloseOn { get; init; }
}

/// <summary>Opens an opportunity in the first stage of a process, which it stays pinned to.</summary>
[GenerateSerializer, Immutable, Alias("sg.OpenOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, nameof(ControlPoints.OwnerMustBeKnown), Act = "opportunity.create")]
public sealed record OpenOpportunity : FactsCommand, IRefersTo
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public OpenOpportunity() { }

    /// <summary>One with facts, an owner and a process.</summary>
    [SetsRequiredMembers]
    public OpenOpportunity(OpportunityFacts facts, string ownerId, string processId = "key-account") : base(facts) =>
        (OwnerId, ProcessId, Source) = (ownerId, processId, facts.Source);

    /// <summary>Id of the salesperson who answers for it.</summary>
    [Id(0)] public required string OwnerId { get; init; }

    /// <summary>Id of the process; its newest version is taken.</summary>
    [Id(1)] public string ProcessId { get; init; } = "key-account";

    /// <summary>Where it came from, e.g. <c>exhibition</c>.</summary>
    [Id(2)] public string? Source { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("customer", CustomerId, "customerId")];
}

/// <summary>States what an opportunity is about and worth. A member left out keeps what is known.</summary>
[GenerateSerializer, Immutable, Alias("sg.ValueOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.value")]
public sealed record ValueOpportunity : FactsCommand, IRefersTo
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public ValueOpportunity() { }

    /// <summary>One with facts.</summary>
    public ValueOpportunity(OpportunityFacts facts) : base(facts) => Source = facts.Source;

    /// <summary>Where it came from, e.g. <c>exhibition</c>.</summary>
    [Id(0)] public string? Source { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ObjectReference> References() => [new("customer", CustomerId, "customerId")];
}

/// <summary>Moves an opportunity on, through the gate of its stage, or back where the process allows.</summary>
/// <param name="To">Id of the stage to go to; null for the next one.</param>
[GenerateSerializer, Immutable, Alias("sg.AdvanceStage")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.advance")]
public sealed record AdvanceStage([property: Id(0)] string? To = null) : OpportunityCommand;

/// <summary>Puts evidence of a key node on an opportunity.</summary>
/// <param name="Kind">Kind of evidence, as the process names it.</param>
/// <param name="Reference">Where the document lies: a number, path or address, 1 to 200 characters.</param>
/// <param name="Note">A remark, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.AttachEvidence")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.evidence")]
public sealed record AttachEvidence(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Reference,
    [property: Id(2)] string? Note = null) : OpportunityCommand;

/// <summary>Records something done with the customer.</summary>
/// <param name="Kind">Sort of activity, e.g. <c>call</c>, <c>visit</c>, 1 to 200 characters; one of the process' where it lists any.</param>
/// <param name="Summary">What came of it, 1 to 4,000 characters.</param>
/// <param name="On">Day it took place, not in the future; null for today.</param>
/// <param name="PersonId">The person of the buying centre it was with; null when not stated.</param>
/// <param name="ContactId">The contact of the customer it was with; null when not stated, or when the person says it.</param>
/// <param name="Purpose">What they were spoken to for, one of <see cref="ConsentPurposes"/>; a contact must have consented to it.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordActivity")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.activities")]
public sealed record RecordActivity(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Summary,
    [property: Id(2)] DateOnly? On = null,
    [property: Id(3)] string? PersonId = null,
    [property: Id(4)] string? ContactId = null,
    [property: Id(5)] string Purpose = ConsentPurposes.Sales) : OpportunityCommand;

/// <summary>
/// Gives an opportunity to another salesperson; it is credited to that person's team and region from then on. For the owner's
/// manager, that manager's delegate, or somebody with the duty of a sales manager.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.ReassignOpportunity")]
[SentBy(Standing.Manager, Duties.Manager, nameof(ControlPoints.TransferMustHaveAuthority), Act = "opportunity.reassign")]
public sealed record ReassignOpportunity(
    [property: Id(0)] string OwnerId,
    [property: Id(1)] string? Reason = null) : OpportunityCommand;

/// <summary>Closes an opportunity as won.</summary>
/// <param name="Amount">Amount won, without a currency in the one it was valued in; null for the amount it was valued at.</param>
/// <param name="ClosedOn">Day it was won; null for today.</param>
/// <param name="Reason">Code of the process' list of win reasons; needed where it lists any.</param>
[GenerateSerializer, Immutable, Alias("sg.WinOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.win")]
public sealed record WinOpportunity(
    [property: Id(0)] StatedAmount? Amount = null,
    [property: Id(1)] DateOnly? ClosedOn = null,
    [property: Id(2)] string? Reason = null) : OpportunityCommand;

/// <summary>Closes an opportunity as lost.</summary>
/// <param name="Reason">Code of the process' list of loss reasons.</param>
/// <param name="Note">A remark, at most 4,000 characters.</param>
/// <param name="ClosedOn">Day it was lost; null for today.</param>
[GenerateSerializer, Immutable, Alias("sg.LoseOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.lose")]
public sealed record LoseOpportunity(
    [property: Id(0)] string Reason,
    [property: Id(1)] string? Note = null,
    [property: Id(2)] DateOnly? ClosedOn = null) : OpportunityCommand;

/// <summary>Opens a won or lost opportunity again, in the stage it was closed in.</summary>
[GenerateSerializer, Immutable, Alias("sg.ReopenOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.reopen")]
public sealed record ReopenOpportunity([property: Id(0)] string Reason) : OpportunityCommand;

/// <summary>
/// Brings in an opportunity as another system left it. It is marked imported, and every gate it lies behind is marked
/// unevidenced: nothing claims that the process was followed. For whoever has the duty of importing, in an import window.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.ImportOpportunity")]
[SentBy(Duties.Importer, IsImport = true)]
public sealed record ImportOpportunity : FactsCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public ImportOpportunity() { }

    /// <summary>One with facts, and how it was left.</summary>
    [SetsRequiredMembers]
    public ImportOpportunity(OpportunityFacts facts, string ownerId, OpportunityStatus status, string stage, DateOnly? openedOn,
        DateOnly? closedOn, string? lossReason, string source, string processId = "key-account") : base(facts)
    {
        (OwnerId, Status, Stage, OpenedOn, ClosedOn) = (ownerId, status, stage, openedOn, closedOn);
        (LossReason, Source, ProcessId) = (lossReason, source, processId);
    }

    /// <summary>Id of the salesperson who answers for it; may be deactivated, since history is history.</summary>
    [Id(0)] public required string OwnerId { get; init; }

    /// <summary>Open, won or lost.</summary>
    [Id(1)] public required OpportunityStatus Status { get; init; }

    /// <summary>Stage it stood in.</summary>
    [Id(2)] public required string Stage { get; init; }

    /// <summary>Day it was opened; null when the source does not say.</summary>
    [Id(3)] public DateOnly? OpenedOn { get; init; }

    /// <summary>Day it was won or lost; required for those, forbidden for an open one.</summary>
    [Id(4)] public DateOnly? ClosedOn { get; init; }

    /// <summary>Code of the process' list; null for <c>unknown</c>.</summary>
    [Id(5)] public string? LossReason { get; init; }

    /// <summary>Name of the system it comes from.</summary>
    [Id(6)] public required string Source { get; init; }

    /// <summary>Id of the process.</summary>
    [Id(7)] public string ProcessId { get; init; } = "key-account";
}

/// <summary>
/// Has a win that was brought in count towards targets (导入赢单计入业绩), until the opportunity is reopened. For finance; never for its owner,
/// nor for who brought it in.
/// </summary>
/// <param name="Reason">What it was checked against, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.AdmitWin")]
[SentBy(Duties.Finance, NeverByOwner = true)]
public sealed record AdmitWin([property: Id(0)] string Reason) : OpportunityCommand;

/// <summary>What is known of an opportunity; null where it is not known, or where it shall stay as it is.</summary>
/// <param name="Name">Short title, at most 200 characters.</param>
/// <param name="CustomerId">Id of the customer.</param>
/// <param name="Product">Product or product line.</param>
/// <param name="Channel">Sales channel, e.g. <c>direct</c>.</param>
/// <param name="Amount">Expected amount.</param>
/// <param name="ExpectedCloseOn">Day the customer is expected to decide.</param>
/// <param name="Source">Where it came from, e.g. <c>exhibition</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.OpportunityFacts")]
public sealed record OpportunityFacts(
    [property: Id(0)] string? Name = null,
    [property: Id(1)] string? CustomerId = null,
    [property: Id(2)] string? Product = null,
    [property: Id(3)] string? Channel = null,
    [property: Id(4)] Money? Amount = null,
    [property: Id(5)] DateOnly? ExpectedCloseOn = null,
    [property: Id(6)] string? Source = null);

/// <summary>Where an opportunity stands. Numbers are fixed: they cross process boundaries.</summary>
public enum OpportunityStatus
{
    /// <summary>There is no such opportunity.</summary>
    None = 0,

    /// <summary>Being worked on.</summary>
    Open = 1,

    /// <summary>Closed as won.</summary>
    Won = 2,

    /// <summary>Closed as lost.</summary>
    Lost = 3,
}

/// <summary>Where a win comes from, which decides whether it counts towards targets. Numbers are fixed: they cross process boundaries.</summary>
public enum WinOrigin
{
    /// <summary>It was won here, through the gate of its stage.</summary>
    Own = 1,

    /// <summary>It was brought in, and nobody has checked it: it counts towards no target.</summary>
    Imported = 2,

    /// <summary>It was brought in, and finance has had it count.</summary>
    Admitted = 3,
}

/// <summary>
/// Tells an opportunity what became of a quote or contract that was drawn up for it. Sent by the grid; gates that ask for a
/// document look at the document itself once more.
/// </summary>
/// <param name="Kind">Which sort of document.</param>
/// <param name="Id">Its id.</param>
/// <param name="Stands">True when it is approved or signed; false when it no longer is.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteDocument")]
[SentBy(Duties.Grid, nameof(ControlPoints.OnlyGridMayNote))]
public sealed record NoteDocument(
    [property: Id(0)] DocumentKind Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] bool Stands) : OpportunityCommand;

/// <summary>Notes that the quotes and contracts of an opportunity have followed it to its owner. Sent by the grid.</summary>
/// <param name="Told">How many were told.</param>
[GenerateSerializer, Immutable, Alias("sg.NotePapersFollowed")]
[SentBy(Duties.Grid, nameof(ControlPoints.OnlyGridMayNote))]
public sealed record NotePapersFollowed([property: Id(0)] int Told) : OpportunityCommand;

/// <summary>Tells an opportunity how the product it names stands. Sent by the grid to those that are open; for early warning, since what is in hand goes on.</summary>
/// <param name="Product">The product.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteProduct")]
[SentBy(Duties.Grid, nameof(ControlPoints.OnlyGridMayNote))]
public sealed record NoteProduct([property: Id(0)] ProductView Product) : OpportunityCommand;

/// <summary>The customer was merged into another, which it is for from now on: what was approved of it stands. Sent by the grid to those that are open.</summary>
/// <param name="From">The customer that was merged; where it is for another by now, nothing changes.</param>
/// <param name="To">The customer that stays.</param>
[GenerateSerializer, Immutable, Alias("sg.FollowCustomer")]
[SentBy(Duties.Grid, nameof(ControlPoints.OnlyGridMayNote))]
public sealed record FollowCustomer([property: Id(0)] string From, [property: Id(1)] string To) : OpportunityCommand;

/// <summary>Documents an opportunity leads to. Numbers are fixed: they cross process boundaries.</summary>
public enum DocumentKind
{
    Quote = 1,
    Contract = 2,
}
