using System.Diagnostics;
using SalesGrid.Hosting;
using SalesGrid.Subjects;

namespace SalesGrid.Pools;

// Stored shapes. Names of types and members are what lies in the ledger: add optional members, never rename or reuse one.

/// <summary>Something that happened to the pool.</summary>
public abstract record PoolEvent : SubjectEvent;

public sealed record PoolPolicySet(PoolPolicy Policy, string By) : PoolEvent;

/// <summary>The state of the pool: its rules.</summary>
/// <param name="Policy">Null while nobody has set any.</param>
[GenerateSerializer, Immutable, Alias("sg.Pool")]
public sealed record Pool([property: Id(0)] PoolPolicy? Policy)
{
    /// <summary>The rules the product ships.</summary>
    public static Pool None { get; } = new((PoolPolicy?)null);

    /// <summary>The state after an event: each says the whole of it.</summary>
    public static Pool Evolve(PoolEvent happened) => happened switch
    {
        PoolPolicySet e => new(e.Policy),
        _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
    };

    /// <summary>The pool as seen from outside; null while nobody has set any rules.</summary>
    public static PoolView? View(string id, SubjectRecord<Pool> record) =>
        record.State.Policy is { } policy ? new(id, record.Version, policy) : null;
}

/// <summary>The rules of setting the pool's rules. Pure.</summary>
public static class PoolRules
{
    private const int PicksMax = 1_000;
    private const int DaysMax = 3_650;

    public static Decision<PoolEvent> Decide(string id, Pool current, PoolCommand command, DecisionContext request)
    {
        if (command is not SetPoolPolicy { Policy: { } policy })
            throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command.");
        if (Refusal.All(
                id == PoolPolicy.Company ? null : Validation.Invalid("id", $"公海编号为 {PoolPolicy.Company}", $"the pool's id is {PoolPolicy.Company}"),
                Between("policy.picksPerDay", policy.PicksPerDay, 0, PicksMax),
                Between("policy.capacity", policy.Capacity, 0, PoolPolicy.CapacityMax),
                Between("policy.repickAfterDays", policy.RepickAfterDays, 0, DaysMax),
                Between("policy.recycle.potential", policy.Recycle.Potential ?? 1, 1, DaysMax),
                Between("policy.recycle.intent", policy.Recycle.Intent ?? 1, 1, DaysMax),
                Between("policy.recycle.won", policy.Recycle.Won ?? 1, 1, DaysMax),
                request.HasAny(Duties.Manager | Duties.ProcessOwner) ? null : ControlPoints.PoolMustHaveAuthority.Refuse()) is { } refusal)
            return refusal;
        return policy == current.Policy ? Decision<PoolEvent>.Nothing : Decision<PoolEvent>.Record(new PoolPolicySet(policy, request.Actor));
    }

    private static Refusal? Between(string field, int value, int least, int most) => value < least || value > most
        ? Validation.Invalid(field, $"须在 {least} 与 {most} 之间", $"it must lie between {least} and {most}")
        : null;
}

/// <summary>The public pool of customers. Key: <c>pool/company</c>.</summary>
[GrainType("pool"), BucketPlacement]
public sealed class PoolGrain(SubjectServices services) : SubjectGrain<Pool, PoolEvent, PoolCommand>(PoolKind.Kind, services)
{
    /// <inheritdoc/>
    protected override ValueTask<Decision<PoolEvent>> Decide(string id, Pool current, PoolCommand command, DecisionContext request) =>
        new(PoolRules.Decide(id, current, command, request));
}
