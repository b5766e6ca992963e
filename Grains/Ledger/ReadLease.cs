namespace SalesGrid.Ledger;

/// <summary>
/// Whether a writer may answer readers from memory: for <see cref="ILedgerStore.ReadLease"/> after it has seen that its fence is the newest.
/// Whoever takes the bucket over waits as long before it acknowledges anything, so nobody is shown less than was acknowledged, not even by a
/// process that slept while it was taken for dead. May be asked from any thread.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="fence">The writer's fence.</param>
/// <param name="time">The clock. Of its two, the one by which more time has passed counts: one of them may stand still while a machine sleeps.</param>
/// <param name="proven">When the fence was the newest for certain: before the store was asked for it.</param>
/// <param name="lost">Called once, when another has opened the bucket.</param>
internal sealed class ReadLease(ILedgerStore store, int bucket, long fence, TimeProvider time, ReadLease.Moment proven, Action lost)
{
    private readonly TimeSpan lasts = store.ReadLease;
    private readonly Lock gate = new();
    private Task look = Task.CompletedTask;
    private Task? nextLook;
    private volatile Moment proven = proven;
    private volatile bool over;

    /// <summary>Now.</summary>
    public static Moment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());

    /// <summary>Returns when what is in memory may be told: at once while the lease lasts, or else after a look at the store.</summary>
    /// <exception cref="LedgerUnavailableException">Another has the bucket, or the store did not say.</exception>
    public ValueTask Confirm() => lasts == TimeSpan.Zero || (!over && Lasts(proven)) ? ValueTask.CompletedTask : new(Look());

    /// <summary>Nothing is answered under this lease any more.</summary>
    public void End() => over = true;

    private bool Lasts(Moment since) => time.GetElapsedTime(since.Stamp) < lasts && (time.GetUtcNow() - since.At).Duration() < lasts;

    /// <summary>A look that begins after it was asked for: one for all who ask while another is under way.</summary>
    private Task Look()
    {
        lock (gate)
        {
            // Away from whoever asks: others wait for it, and an object that ends takes what runs on its scheduler along.
            var under = look;
            return under.IsCompleted ? look = Task.Run(Ask) : nextLook ??= Task.Run(() => AskAfter(under));
        }
    }

    private async Task AskAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task mine;
        lock (gate)
        {
            nextLook = null;
            mine = look = Ask();
        }
        await mine;
    }

    private async Task Ask()
    {
        var begun = Now(time);
        bool isNewest;
        try
        {
            isNewest = !over && await store.IsNewest(bucket, fence, CancellationToken.None);
        }
        catch (Exception e) when (LedgerUnavailableException.IsReason(e))
        {
            throw new LedgerUnavailableException($"The store did not say who writes bucket {bucket}: {e.Message}", e);
        }
        if (over)
            throw new LedgerUnavailableException($"This silo does not answer for bucket {bucket} any more.");
        if (isNewest)
        {
            proven = begun;
            return;
        }
        over = true;
        lost();
        throw new LedgerUnavailableException($"Another silo has taken bucket {bucket} over.");
    }

    /// <summary>A moment by both clocks.</summary>
    /// <param name="Stamp">Time stamp of the monotonic one.</param>
    /// <param name="At">By the wall clock.</param>
    internal sealed record Moment(long Stamp, DateTimeOffset At);
}
