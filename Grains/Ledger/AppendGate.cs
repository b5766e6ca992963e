namespace SalesGrid.Ledger;

/// <summary>
/// How many records of a silo are at its store at once. Whoever waits here has not yet taken what waits in its queue, so
/// that its record grows meanwhile: where a store answers one after the other, few large records are what it does best.
/// </summary>
/// <remarks>
/// <para>
/// The limit follows the store. An append that was sent when no other was under way tells how long one takes. Where those
/// sent beside others take half as long again, they stand in a line, and the limit falls by one; where they take less than a
/// quarter longer, they go side by side, and it rises by one. Time the processor lacks looks like a line too, and fewer,
/// larger records are then the answer as well.
/// </para>
/// <para>May be used from any thread. Whoever waits goes in turn.</para>
/// </remarks>
public sealed class AppendGate
{
    /// <summary>Where the limit begins and what it never falls below: enough to keep a store busy while others make their records.</summary>
    private const int LeastAtOnce = 2;

    /// <summary>Answers between two looks at the limit.</summary>
    private const int Window = 64;

    /// <summary>Answers after which one is sent alone, should that not have come by itself.</summary>
    private const int AloneEvery = 256;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private readonly TimeProvider time;
    private readonly int most;
    private readonly bool adapts;
    private int limit;
    private int inside;
    private int sent;
    private int sinceAlone;
    private double aloneSeconds;
    private double besideSeconds;
    private int beside;

    /// <param name="most">Most at once; 0 for as many as come.</param>
    /// <param name="adapts">False for always as many.</param>
    /// <param name="time">The clock.</param>
    public AppendGate(int most, bool adapts, TimeProvider time)
    {
        this.most = most == 0 ? int.MaxValue : most;
        this.adapts = adapts && most > LeastAtOnce;
        this.time = time;
        limit = this.adapts ? LeastAtOnce : this.most;
    }

    /// <summary>The limit at present.</summary>
    public int Limit
    {
        get
        {
            lock (gate)
                return limit;
        }
    }

    /// <summary>Waits for a place.</summary>
    public async ValueTask<Place> Enter()
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (waiting.Count == 0 && HasRoom())
            {
                inside++;
                return new(this);
            }
            waiting.Enqueue(turn = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await turn.Task;
        return new(this);
    }

    private bool HasRoom() => adapts && sinceAlone >= AloneEvery ? inside == 0 : inside < limit;

    private int Send()
    {
        lock (gate)
            return sent++;
    }

    private void Answer(int others, TimeSpan took)
    {
        lock (gate)
        {
            sent--;
            if (others == 0)
            {
                aloneSeconds += (took.TotalSeconds - aloneSeconds) / (aloneSeconds == 0 ? 1 : 4);
                sinceAlone = 0;
                return;
            }
            sinceAlone++;
            besideSeconds += took.TotalSeconds;
            if (++beside < Window)
                return;
            if (adapts && aloneSeconds > 0)
            {
                var longer = besideSeconds / beside / aloneSeconds;
                limit = longer > 1.5 ? Math.Max(limit - 1, LeastAtOnce) : longer < 1.25 ? Math.Min(limit + 1, most) : limit;
            }
            (besideSeconds, beside) = (0, 0);
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            inside--;
            while (waiting.Count > 0 && HasRoom())
            {
                inside++;
                waiting.Dequeue().SetResult();
            }
        }
    }

    /// <summary>A place at the store, until it is given back.</summary>
    public sealed class Place(AppendGate gate) : IDisposable
    {
        private bool left;

        /// <summary>Does what is to be done at the store, and notes how long it took to be answered.</summary>
        public async Task<T> Use<T>(Func<Task<T>> append)
        {
            var others = gate.Send();
            var from = gate.time.GetTimestamp();
            try
            {
                return await append();
            }
            finally
            {
                gate.Answer(others, gate.time.GetElapsedTime(from));
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (left)
                return;
            left = true;
            gate.Leave();
        }
    }
}
