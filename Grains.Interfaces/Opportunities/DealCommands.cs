using System.Collections.Immutable;
using SalesGrid.Processes;

namespace SalesGrid.Opportunities;

/// <summary>Fills in the evaluation card (评估卡) of an opportunity, in place of the one before.</summary>
/// <param name="Scores">A score for every criterion the process' card has, and for no other.</param>
/// <param name="Note">What the scores rest on, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.EvaluateOpportunity")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.evaluate")]
public sealed record EvaluateOpportunity(
    [property: Id(0)] ImmutableArray<CriterionScore> Scores,
    [property: Id(1)] string? Note = null) : OpportunityCommand;

/// <summary>The score of one line of an evaluation card.</summary>
/// <param name="Code">The criterion's code, e.g. <c>budget</c>.</param>
/// <param name="Score">0 to 5.</param>
[GenerateSerializer, Immutable, Alias("sg.CriterionScore")]
public sealed record CriterionScore([property: Id(0)] string Code, [property: Id(1)] int Score);

/// <summary>Puts a person on the map of the buying centre, or changes what is known of one.</summary>
/// <param name="Person">The person.</param>
[GenerateSerializer, Immutable, Alias("sg.MapPerson")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.map-person")]
public sealed record MapPerson([property: Id(0)] MappedPerson Person) : OpportunityCommand;

/// <summary>Takes a person off the map of the buying centre.</summary>
[GenerateSerializer, Immutable, Alias("sg.RemovePerson")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.remove-person")]
public sealed record RemovePerson([property: Id(0)] string PersonId) : OpportunityCommand;

/// <summary>States how the opportunity is to be won and what is done next.</summary>
/// <param name="NextStep">What is done next, 1 to 200 characters.</param>
/// <param name="NextStepOn">The day it is done by, today or later.</param>
/// <param name="Plan">How the opportunity is to be won, at most 1,000 characters; null keeps the plan there is.</param>
[GenerateSerializer, Immutable, Alias("sg.PlanNextStep")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.plan-next-step")]
public sealed record PlanNextStep(
    [property: Id(0)] string NextStep,
    [property: Id(1)] DateOnly NextStepOn,
    [property: Id(2)] string? Plan = null) : OpportunityCommand;

/// <summary>States who else is after the opportunity.</summary>
/// <param name="Names">All competitors known, in place of those before; at most 20, each 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.NameCompetitors")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.name-competitors")]
public sealed record NameCompetitors([property: Id(0)] ImmutableArray<string> Names) : OpportunityCommand;

/// <summary>States what is to be sold, line by line. The amount of the opportunity is not touched by it.</summary>
/// <param name="Lines">All lines, in place of those before; at most 100.</param>
[GenerateSerializer, Immutable, Alias("sg.SetProductLines")]
[SentBy(Standing.OwnersSide | Standing.DealTeam, Duties.Manager, Act = "opportunity.set-product-lines")]
public sealed record SetProductLines([property: Id(0)] ImmutableArray<ProductLine> Lines) : OpportunityCommand;

/// <summary>One line of what is to be sold.</summary>
/// <param name="Product">Code of the product, 1 to 200 characters.</param>
/// <param name="Quantity">How much of it, above 0 and at most 1,000,000,000, with at most three decimals; its unit is the product's.</param>
/// <param name="Amount">What it is worth in all; null when not known.</param>
[GenerateSerializer, Immutable, Alias("sg.ProductLine")]
public sealed record ProductLine(
    [property: Id(0)] string Product,
    [property: Id(1)] decimal Quantity = 1,
    [property: Id(2)] Money? Amount = null);

/// <summary>States how sure the owner is of the opportunity.</summary>
[GenerateSerializer, Immutable, Alias("sg.ForecastOpportunity")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.forecast")]
public sealed record ForecastOpportunity([property: Id(0)] ForecastCategory Category) : OpportunityCommand;

/// <summary>How sure an opportunity is. Numbers are fixed: they cross process boundaries.</summary>
public enum ForecastCategory
{
    /// <summary>In the pipeline, no more (管道).</summary>
    Pipeline = 1,

    /// <summary>Comes in if all goes well (最好情况).</summary>
    BestCase = 2,

    /// <summary>The owner answers for it (承诺).</summary>
    Commit = 3,

    /// <summary>Not to be counted (不计入).</summary>
    Omitted = 4,
}

/// <summary>Asks for the approval a stage needs before it is left. One that was asked for already is asked for once.</summary>
/// <param name="By">Who is asked; null for whom the stage asks, or the owner's manager where it asks nobody.</param>
/// <param name="Note">What is to be considered, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RequestStageApproval")]
[SentBy(Standing.OwnersSide, Duties.Manager, Act = "opportunity.request-stage-approval")]
public sealed record RequestStageApproval(
    [property: Id(0)] StageApprover? By = null,
    [property: Id(1)] string? Note = null) : OpportunityCommand;

/// <summary>
/// Approves that the stage is left. It holds for this visit of the stage, and no longer once the amount, the customer or the
/// owner is another. Nobody approves what they own or asked for themselves.
/// </summary>
/// <param name="By">Which request; null for the one that waits longest.</param>
/// <param name="Note">A remark, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ApproveStage")]
[SentBy(Standing.Asked, Act = "opportunity.approve-stage")]
public sealed record ApproveStage(
    [property: Id(0)] StageApprover? By = null,
    [property: Id(1)] string? Note = null) : OpportunityCommand;

/// <summary>Declines to approve that the stage is left. It can be asked for again.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
/// <param name="By">Which request; null for the one that waits longest.</param>
[GenerateSerializer, Immutable, Alias("sg.RejectStage")]
[SentBy(Standing.Asked, Act = "opportunity.reject-stage")]
public sealed record RejectStage(
    [property: Id(0)] string Reason,
    [property: Id(1)] StageApprover? By = null) : OpportunityCommand;
