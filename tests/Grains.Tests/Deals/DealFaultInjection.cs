using System.Collections.Concurrent;
using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Reservations;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;

namespace SalesGrid.Grains.Tests.Deals;

/// <summary>
/// Stands between the grains of one cluster: gives salespeople and customers whose ids begin with <c>T-</c> the authority and the
/// limits a test wants, listens to what opportunities are told, and breaks calls where a test plans it. What a limit is and how
/// it is granted is tested where it belongs; here the steps between the objects are.
/// </summary>
internal sealed class DealFaultInjection : IIncomingGrainCallFilter
{
    /// <summary>Limits by <c>subject:account</c>, minor units. Clusters of several tests run at once, so ids carry the test.</summary>
    private static readonly ConcurrentDictionary<string, long> Limits = new();

    static DealFaultInjection()
    {
        Wrap(SalespersonKind.Kind, "salesperson");
        Wrap(CustomerKind.Kind, "customer");
    }

    /// <summary>How salespeople are seen, by id.</summary>
    public ConcurrentDictionary<string, Func<SalespersonView, SalespersonView>> Views { get; } = new();

    /// <summary>What opportunities were told, in order.</summary>
    public ConcurrentQueue<NoteDocument> Notes { get; } = new();

    /// <summary>Whether a call fails before or after it was carried out: subject, command, whether it was carried out.</summary>
    public Func<string, Command, bool, bool> Breaks { get; set; } = (_, _, _) => false;

    /// <summary>What happens once a call was carried out, before its caller hears of it.</summary>
    public Func<string, Command, Task> After { get; set; } = (_, _) => Task.CompletedTask;

    public static void Limit(string subject, string account, long minor) => Limits[$"{subject}:{account}"] = minor;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var subject = context.TargetId.Key.ToString()!;
        if (context.Request.GetArgumentCount() == 0 || context.Request.GetArgument(0) is not Command command)
        {
            await context.Invoke();
            if (context.Result is SalespersonView view && Views.TryGetValue(view.Id, out var change))
                context.Result = change(view);
            return;
        }
        if (Breaks(subject, command, false))
            throw new IOException($"{command.GetType().Name} to {subject}: planned failure before it happened.");
        if (command is NoteDocument note)
        {
            Notes.Enqueue(note);
            context.Result = new Receipt(subject, 1, 0, 0, Replayed: false, null);
        }
        else
            await context.Invoke();
        await After(subject, command);
        if (Breaks(subject, command, true))
            throw new IOException($"{command.GetType().Name} to {subject}: planned failure after it happened.");
    }

    private static void Wrap<TState, TEvent>(SubjectKind<TState, TEvent> kind, string name) where TEvent : SubjectEvent
    {
        var own = kind.AdmitReservation;
        AdmitReservation<TState> admit = (id, state, wanted, held, asked) => !id.StartsWith("T-", StringComparison.Ordinal)
            ? own is null ? ControlPoints.ReservationMustHaveAccount.Refuse($"{name}/{id}", wanted.Account) : own(id, state, wanted, held, asked)
            : held.SumOf(wanted.Account) + wanted.Amount!.Value.MinorUnits > Limits.GetValueOrDefault($"{name}/{id}:{wanted.Account}", long.MaxValue)
                ? ControlPoints.ReservationsMustBeFew.Refuse(wanted.Account)
                : null;
        typeof(SubjectKind<TState, TEvent>).GetProperty(nameof(kind.AdmitReservation))!.SetValue(kind, admit);
    }
}
