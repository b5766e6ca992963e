using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SalesGrid.Hosting;
using SalesGrid.Reservations;
using SalesGrid.Subjects;
using SalesGrid.Warnings;

namespace SalesGrid.Grains.Tests;

/// <summary>Two kinds that exist for the tests: a till that keeps money back, and a deal that asks it to.</summary>
internal static class TestKinds
{
    public const string Code = "override-unreviewed";

    public static SubjectKind<Till, TillEvent> Till { get; } = new(
        "till", new(0), (_, e, _) => new(((TillFilled)e).Limit))
    {
        AdmitReservation = (id, state, wanted, granted, _) => granted.SumOf(wanted.Account) + wanted.Amount!.Value.MinorUnits > state.Limit
            ? ControlPoints.ReservationMustHaveAccount.Refuse(id, wanted.Account)
            : null,
    };

    public static SubjectKind<Deal, DealEvent> Deal { get; } = new(
        "deal", new(), (state, e, at) => state.Evolve(e, at))
    {
        Needs = (_, state) => state.Till is { } till ? [new($"till/{till}", "credit", new(state.AmountMinor, "CNY"))] : [],
        Timers = state => state.ExpiresAt is { } at ? [new Timed(at, new ExpireDeal())] : [],
        WarningCauses = (_, record, policy) => record.State.WatchAt is { } at && policy.Of(Code) is not null
            ? [new WarningCause(Code, $"{at:O}", at, new("到期", "It is due"), "S1")]
            : [],
        Unfinished = state => state.OwesSince,
    };

    [ModuleInitializer]
    internal static void Add()
    {
        SubjectKinds.Add(Till);
        SubjectKinds.Add(Deal);
    }
}

[GenerateSerializer, Immutable, Alias("test.TillCommand")]
[SentBy(Standing.Anybody)]
public abstract record TillCommand : Command;

[GenerateSerializer, Immutable, Alias("test.FillTill")]
public sealed record FillTill([property: Id(0)] long Limit) : TillCommand;

public abstract record TillEvent : SubjectEvent;

public sealed record TillFilled(long Limit) : TillEvent;

[GenerateSerializer, Immutable, Alias("test.Till")]
public sealed record Till([property: Id(0)] long Limit);

[GrainType("till"), BucketPlacement]
public sealed class TillGrain(SubjectServices services) : SubjectGrain<Till, TillEvent, TillCommand>(TestKinds.Till, services), IIncomingGrainCallFilter
{
    /// <summary>Deals that do not hear, once, that their reservation was granted.</summary>
    internal static ConcurrentDictionary<string, bool> FailGranted { get; } = new();

    /// <summary>Deals that wait for this before they hear that their reservation was granted.</summary>
    internal static ConcurrentDictionary<string, (TaskCompletionSource Taken, TaskCompletionSource Go)> WaitGranted { get; } = new();

    /// <summary>Deals that do not get through, once, to confirm their reservation.</summary>
    internal static ConcurrentDictionary<string, bool> FailConfirm { get; } = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var command = context.Request.GetArgumentCount() > 0 ? context.Request.GetArgument(0) : null;
        if (command is ConfirmReservation confirm && FailConfirm.TryRemove(DealOf(confirm.Token), out _))
            throw new InvalidOperationException("The confirmation does not get through.");
        await context.Invoke();
        if (command is not TakeReservation take)
            return;
        if (FailGranted.TryRemove(DealOf(take.Token), out _))
            throw new InvalidOperationException("The answer does not get through.");
        if (WaitGranted.TryRemove(DealOf(take.Token), out var wait))
        {
            wait.Taken.SetResult();
            await wait.Go.Task;
        }
    }

    /// <summary>The deal a token names, e.g. <c>slow</c> of <c>deal/slow@0:credit</c>.</summary>
    private static string DealOf(string token) => token.Split('/', '@') is [_, var deal, ..] ? deal : token;

    /// <summary>Tills whose rule is another one than it was: by how much it adds.</summary>
    internal static ConcurrentDictionary<string, long> PlantedRule { get; } = new();

    protected override ValueTask<Decision<TillEvent>> Decide(string id, Till current, TillCommand command, DecisionContext request) =>
        new(Decision<TillEvent>.Record(new TillFilled(((FillTill)command).Limit + PlantedRule.GetValueOrDefault(id))));
}

[GenerateSerializer, Immutable, Alias("test.DealCommand")]
[SentBy(Standing.Anybody)]
public abstract record DealCommand : Command;

/// <summary>Has the deal be watched from a moment on; null for no longer.</summary>
[GenerateSerializer, Immutable, Alias("test.WatchDeal")]
public sealed record WatchDeal([property: Id(0)] DateTimeOffset? At) : DealCommand;

/// <summary>Strikes a deal that needs so much of a till.</summary>
[GenerateSerializer, Immutable, Alias("test.StrikeDeal")]
public sealed record StrikeDeal([property: Id(0)] string Till, [property: Id(1)] long AmountMinor) : DealCommand;

/// <summary>Has the deal expire at a moment, unless it is guarded.</summary>
[GenerateSerializer, Immutable, Alias("test.TimeDeal")]
public sealed record TimeDeal([property: Id(0)] DateTimeOffset At, [property: Id(1)] bool Guarded) : DealCommand;

[GenerateSerializer, Immutable, Alias("test.ExpireDeal")]
public sealed record ExpireDeal : DealCommand;

/// <summary>Something a control point forbids that may be overridden.</summary>
[GenerateSerializer, Immutable, Alias("test.RiskDeal")]
public sealed record RiskDeal : DealCommand;

/// <summary>Begins a step of so many payments to a till.</summary>
[GenerateSerializer, Immutable, Alias("test.OweDeal")]
public sealed record OweDeal([property: Id(0)] int Payments) : DealCommand;

[GenerateSerializer, Immutable, Alias("test.PayDeal")]
public sealed record PayDeal([property: Id(0)] int Number) : DealCommand;

public abstract record DealEvent : SubjectEvent;

public sealed record DealWatched(DateTimeOffset? At) : DealEvent;

public sealed record DealStruck(string Till, long AmountMinor) : DealEvent;

public sealed record DealTimed(DateTimeOffset At, bool Guarded) : DealEvent;

public sealed record DealExpired : DealEvent;

public sealed record DealRisked : DealEvent;

public sealed record DealOwing(int Payments) : DealEvent;

public sealed record DealPaid(int Number) : DealEvent;

[GenerateSerializer, Immutable, Alias("test.Deal")]
public sealed record Deal
{
    [Id(0)] public DateTimeOffset? WatchAt { get; init; }
    [Id(1)] public string? Till { get; init; }
    [Id(2)] public long AmountMinor { get; init; }
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }
    [Id(4)] public bool Guarded { get; init; }
    [Id(5)] public int Owed { get; init; }
    [Id(6)] public DateTimeOffset? OwesSince { get; init; }

    public Deal Evolve(DealEvent happened, DateTimeOffset at) => happened switch
    {
        DealWatched e => this with { WatchAt = e.At },
        DealStruck e => this with { Till = e.Till, AmountMinor = e.AmountMinor },
        DealTimed e => this with { ExpiresAt = e.At, Guarded = e.Guarded },
        DealExpired => this with { ExpiresAt = null },
        DealOwing e => this with { Owed = e.Payments, OwesSince = at },
        DealPaid => this with { Owed = Owed - 1, OwesSince = Owed == 1 ? null : OwesSince },
        _ => this,
    };
}

[GrainType("deal"), BucketPlacement]
public sealed class DealGrain(SubjectServices services) : SubjectGrain<Deal, DealEvent, DealCommand>(TestKinds.Deal, services)
{
    /// <summary>Deals that cannot pay.</summary>
    internal static ConcurrentDictionary<string, bool> CannotPay { get; } = new();

    /// <summary>Deals that wait for this before they pay, once they have seen what they owe.</summary>
    internal static ConcurrentDictionary<string, (TaskCompletionSource Seen, TaskCompletionSource Go)> WaitToPay { get; } = new();

    /// <summary>How often a deal was asked to expire.</summary>
    internal static ConcurrentDictionary<string, int> Expiries { get; } = new();

    /// <summary>How often a deal went on with its payments.</summary>
    internal static ConcurrentDictionary<string, int> Resumed { get; } = new();

    protected override ValueTask<Decision<DealEvent>> Decide(string id, Deal current, DealCommand command, DecisionContext request)
    {
        switch (command)
        {
            case WatchDeal c:
                return new(Decision<DealEvent>.Record(new DealWatched(c.At)));
            case TimeDeal c:
                return new(Decision<DealEvent>.Record(new DealTimed(c.At, c.Guarded)));
            case ExpireDeal:
                Expiries.AddOrUpdate(id, 1, (_, n) => n + 1);
                return new(current.Guarded ? ControlPoints.BucketMustBeSettled.Refuse() : Decision<DealEvent>.Record(new DealExpired()));
            case RiskDeal:
                return new(request.Waives(ControlPoints.OpportunityMustNotCollide)
                    ? Decision<DealEvent>.Record(new DealRisked())
                    : ControlPoints.OpportunityMustNotCollide.Refuse("O-***", "deal-1"));
            case OweDeal c:
                return new(Decision<DealEvent>.Record(new DealOwing(c.Payments)));
            case PayDeal c:
                return new(Decision<DealEvent>.Record(new DealPaid(c.Number)));
            case StrikeDeal c:
                return new(Decision<DealEvent>.Record(new DealStruck(c.Till, c.AmountMinor)));
            default:
                throw new ArgumentOutOfRangeException(nameof(command));
        }
    }

    protected override async Task Resume(SubjectRecord<Deal> record, Func<Command, string, Task<Receipt>> send)
    {
        Resumed.AddOrUpdate(Id, 1, (_, n) => n + 1);
        if (CannotPay.ContainsKey(Id))
            throw new TimeoutException("The other side does not answer.");
        if (WaitToPay.TryRemove(Id, out var wait))
        {
            wait.Seen.SetResult();
            await wait.Go.Task;
        }
        for (var i = record.State.Owed; i > 0; i--)
            await send(new PayDeal(i), $"pay-{i}");
    }
}
