using System.Collections.Concurrent;
using System.Diagnostics;

namespace SalesGrid.Chaos.Load;

/// <summary>What a run has seen, with times counted from its beginning. Safe for concurrent use.</summary>
internal sealed class RunLog
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<SentCommand> commands = new();
    private readonly ConcurrentQueue<Acknowledgement> acknowledgements = new();
    private readonly ConcurrentDictionary<string, int> answers = new();
    private readonly ConcurrentQueue<string> notes = new();

    /// <summary>Time since the run began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(started);

    /// <summary>Every command that was sent.</summary>
    public IReadOnlyCollection<SentCommand> Commands => commands;

    /// <summary>Every receipt, in the order they came.</summary>
    public IReadOnlyCollection<Acknowledgement> Acknowledgements => acknowledgements;

    /// <summary>What was answered beside receipts, and how often.</summary>
    public IReadOnlyDictionary<string, int> Answers => answers;

    /// <summary>What happened, a line each.</summary>
    public IReadOnlyCollection<string> Notes => notes;

    public void Sending(SentCommand command) => commands.Enqueue(command);

    /// <summary>A receipt came.</summary>
    /// <param name="bucket">Bucket of the ledger.</param>
    /// <param name="begun">When the attempt that brought it began.</param>
    public void Acknowledged(int bucket, TimeSpan begun) => acknowledgements.Enqueue(new(bucket, begun, Now));

    /// <summary>Something else was answered, or nothing.</summary>
    public void Answered(string what) => answers.AddOrUpdate(what, 1, (_, n) => n + 1);

    /// <summary>Says what happens.</summary>
    public void Note(string what) => notes.Enqueue(FormattableString.Invariant($"{Now.TotalSeconds,7:0.0} s  {what}"));
}

/// <summary>A receipt and its times.</summary>
/// <param name="Bucket">Bucket of the ledger.</param>
/// <param name="Begun">When the attempt that brought it began.</param>
/// <param name="At">When it came.</param>
internal readonly record struct Acknowledgement(int Bucket, TimeSpan Begun, TimeSpan At);
