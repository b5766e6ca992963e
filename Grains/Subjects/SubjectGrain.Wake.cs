using System.Globalization;
using System.IO.Hashing;
using System.Text;
using SalesGrid.Controls;

namespace SalesGrid.Subjects;

// What an object does when its time has come. It runs beside commands, and changes something only by sending itself a command,
// which waits its turn and is decided on what the object is by then.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    private async Task WakeUp()
    {
        await Current();
        var self = this.AsReference<ISubject>();
        var now = services.Time.GetUtcNow();
        // Each for itself: what cannot be done must not keep the rest from being done.
        foreach (var overdue in Overdue(now))
            await Try(() => Resolve(self, overdue));
        if (IsUnfinished())
            await Try(() => Resume(self.Do));
        foreach (var timed in (kind.Timers?.Invoke(Record.State) ?? []).Where(t => t.At <= now).Take(WakeCommandsMax).ToList())
            await Try(() => Send(self, timed));
        if (ControlRules.NextLook(Record.Controls ?? ObjectControls.None, kind.WarningCausesOf(Id, Record, services.Warnings.Current), services.Warnings.Current) <= now)
            await Try(() => self.Do(new LookForWarnings(), ByGrid("look", Record.Version, now.UtcTicks.ToString(CultureInfo.InvariantCulture))));
    }

    private async Task Send(ISubject self, Warnings.Timed timed)
    {
        var receipt = await self.Do(timed.Command, ByGrid("timer", Record.Version, timed.Command.GetType().Name));
        if (receipt.Refusal is { } refusal)
            LogTimerRefused(Subject, timed.Command.GetType().Name, refusal.ControlPoint);
    }

    private async Task Try(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            // It stays due, so the agenda wakes the object again after a pause.
            LogWakeFailed(e, Subject);
        }
    }

    /// <summary>
    /// A command of the grid to the object itself. Its id follows from what it is about and the version it was meant for: sent
    /// twice it is carried out once, and the version is never the object's again.
    /// </summary>
    private static Envelope ByGrid(string what, int version, string detail)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{what}:{version}:{detail}");
        return Envelope.ByGrid(id.Length <= Envelope.MaxCommandIdLength - Envelope.GridPrefix.Length
            ? id
            : string.Create(CultureInfo.InvariantCulture, $"{what}:{version}:{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(detail)):x32}"));
    }
}
