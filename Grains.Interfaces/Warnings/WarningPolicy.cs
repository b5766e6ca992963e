using System.Collections.Immutable;
using SalesGrid.Controls;

namespace SalesGrid.Warnings;

/// <summary>When to warn, whom, and what is expected: early warning (预警) as data.</summary>
[GenerateSerializer, Immutable, Alias("sg.WarningPolicy")]
public sealed record WarningPolicy
{
    /// <summary>Version, from 1; 0 for what the product ships.</summary>
    [Id(0)] public int Version { get; init; }

    [Id(1)] public required ImmutableArray<WarningCriterion> Criteria { get; init; }

    /// <summary>The criterion with this code; null when the policy has none or has it switched off.</summary>
    public WarningCriterion? Of(string code)
    {
        foreach (var criterion in Criteria)
        {
            if (criterion.Code == code)
                return criterion.On ? criterion : null;
        }
        return null;
    }
}

/// <summary>What can be asked of the early-warning policy, <c>policy/early-warning</c>.</summary>
[GenerateSerializer, Immutable, Alias("sg.WarningPolicyCommand")]
public abstract record WarningPolicyCommand : Command
{
    /// <summary>Id of the policy.</summary>
    public const string PolicyId = "early-warning";

    /// <summary>The policy, <c>kind/id</c>.</summary>
    public const string Subject = "policy/" + PolicyId;
}

/// <summary>Sets when to warn. Takes effect on every silo within a minute; open warnings it no longer asks for are closed.</summary>
/// <param name="Criteria">
/// The criteria that are to differ from those shipped, 0 to 200, each with its code once; one that is left out is as shipped.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.SetWarningPolicy")]
[SentBy(Duties.Controller | Duties.ProcessOwner, nameof(ControlPoints.PolicyMustHaveAuthority))]
public sealed record SetWarningPolicy([property: Id(0)] ImmutableArray<WarningCriterion> Criteria) : WarningPolicyCommand
{
    /// <summary>Most criteria in one policy.</summary>
    public const int MaxCriteria = 200;
}

/// <summary>The early-warning policy as seen from outside.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Version of the object; 0 while what is shipped is in force.</param>
/// <param name="Policy">Number of the policy in force, which counts how often it was set; 0 for what is shipped.</param>
/// <param name="SetBy">Who set it; null for what is shipped.</param>
/// <param name="SetAt">When.</param>
/// <param name="Criteria">Every criterion in force, those as shipped included.</param>
[GenerateSerializer, Immutable, Alias("sg.WarningPolicyView")]
public sealed record WarningPolicyView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] int Policy,
    [property: Id(3)] string? SetBy,
    [property: Id(4)] DateTimeOffset? SetAt,
    [property: Id(5)] ImmutableArray<WarningCriterion> Criteria);

/// <summary>One criterion.</summary>
[GenerateSerializer, Immutable, Alias("sg.WarningCriterion")]
public sealed record WarningCriterion
{
    /// <summary>Code, e.g. <c>stalled</c>. The rules of the object it is about know what it means.</summary>
    [Id(0)] public required string Code { get; init; }

    [Id(1)] public required LocalText Name { get; init; }
    [Id(2)] public required WarningLevel Level { get; init; }

    /// <summary>Who has to respond.</summary>
    [Id(3)] public required WarningOwner Owner { get; init; }

    /// <summary>What is expected of them.</summary>
    [Id(4)] public required LocalText Response { get; init; }

    /// <summary>Days until they must have responded, from 1.</summary>
    [Id(5)] public int RespondWithinDays { get; init; } = 3;

    /// <summary>Days, where the criterion counts days; its meaning is the criterion's.</summary>
    [Id(6)] public int Days { get; init; }

    /// <summary>Percent, where the criterion compares shares.</summary>
    [Id(7)] public int Percent { get; init; }

    /// <summary>A number of things, where the criterion counts things.</summary>
    [Id(8)] public int Count { get; init; }

    /// <summary>False: switched off.</summary>
    [Id(9)] public bool On { get; init; } = true;

    /// <summary>The system of control it answers to.</summary>
    [Id(10)] public string Source { get; init; } = "S11";
}

/// <summary>Who has to respond to a warning.</summary>
public enum WarningOwner
{
    /// <summary>The salesperson who owns the object.</summary>
    Owner,

    /// <summary>That person's manager.</summary>
    Manager,

    /// <summary>Whoever has the duty of finance.</summary>
    Finance,

    /// <summary>Whoever has the duty of internal control.</summary>
    Controller,

    /// <summary>Whoever keeps people's grades and training.</summary>
    People,

    /// <summary>Whoever reviews contracts, and judges what may be sold.</summary>
    Legal,

    /// <summary>Whoever keeps processes, price lists and the catalogue.</summary>
    ProcessOwner,
}
