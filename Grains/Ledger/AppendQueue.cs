using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using SalesGrid.Hosting;

namespace SalesGrid.Ledger;

/// <summary>The appends that wait for the writer of a bucket, oldest first. Any thread adds; one writer takes.</summary>
/// <param name="max">Most that wait.</param>
internal sealed class AppendQueue(int max)
{
    private readonly Lock gate = new();
    private readonly Queue<WaitingAppend> waiting = new();
    private TaskCompletionSource? idle;
    private bool writing;
    private bool closed;

    /// <summary>Adds an append, unless it is too many or nothing is let in any more.</summary>
    public Queued Add(WaitingAppend append)
    {
        lock (gate)
        {
            if (closed)
                return Queued.Closed;
            if (waiting.Count >= max)
                return Queued.Full;
            waiting.Enqueue(append);
            if (writing)
                return Queued.Behind;
            writing = true;
            return Queued.First;
        }
    }

    /// <summary>Takes the oldest if it has at most so many bytes.</summary>
    public bool TryTake(long bytesMax, [NotNullWhen(true)] out WaitingAppend? append)
    {
        lock (gate)
        {
            if (!waiting.TryPeek(out append) || append.Bytes > bytesMax)
                return false;
            waiting.Dequeue();
            return true;
        }
    }

    /// <summary>True while there is something to write. After false there is no writer until <see cref="Add"/> calls for one.</summary>
    public bool TryContinue()
    {
        lock (gate)
        {
            if (waiting.Count > 0)
                return true;
            writing = false;
            idle?.TrySetResult();
            return false;
        }
    }

    /// <summary>Lets nothing in any more; completes when all that waits is written.</summary>
    public Task Close()
    {
        lock (gate)
        {
            closed = true;
            if (!writing)
                return Task.CompletedTask;
            idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    /// <summary>Lets nothing in any more, and gives back all that waits: it will not be written.</summary>
    public WaitingAppend[] Abandon()
    {
        lock (gate)
        {
            closed = true;
            var left = waiting.ToArray();
            waiting.Clear();
            return left;
        }
    }
}

/// <summary>What became of an append that was handed to the queue.</summary>
internal enum Queued
{
    /// <summary>It waits, and nobody writes: a writer has to be called.</summary>
    First,

    /// <summary>It waits behind others.</summary>
    Behind,

    /// <summary>Too many wait.</summary>
    Full,

    /// <summary>Nothing is let in any more.</summary>
    Closed,
}

/// <summary>An append and the reply its sender waits for.</summary>
internal sealed class WaitingAppend(AppendRequest request)
{
    public AppendRequest Request => request;

    /// <summary>What it is a part of, for the spans of the batch it gets into; null where nobody listens.</summary>
    public Activity? Cause { get; } = GridTrace.Here;

    /// <summary>About what its lines will take: data plus the rest of each line.</summary>
    public int Bytes { get; } = SizeOf(request);

    public TaskCompletionSource<AppendReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static int SizeOf(AppendRequest request)
    {
        var bytes = request.Decision?.Length ?? 0;
        foreach (var happened in request.Events)
            bytes += happened.Data.Length + 400;
        return bytes;
    }
}
