namespace SalesGrid.Subjects;

// Steps with other objects that a change has begun: gone on with right after it, and by wake-ups until they have ended.
public abstract partial class SubjectGrain<TState, TEvent, TCommand>
{
    /// <summary>How often unfinished steps are taken up in a row because a command came meanwhile; then the next wake-up does.</summary>
    private const int ResumeRoundsMax = 4;

    /// <summary>What the commands of <see cref="Resume(Func{Command, Envelope, Task{Receipt}})"/> are named by.</summary>
    private const string ResumeStep = "resume";

    private bool resuming;
    private bool moreToResume;

    private static bool IsStepOfResume(Envelope envelope) =>
        (envelope.Duties & Duties.Grid) != 0 && envelope.CommandId.StartsWith($"{Envelope.GridPrefix}{ResumeStep}:", StringComparison.Ordinal);

    /// <summary>
    /// Goes on with a step of the kind's own that the state says is unfinished, and sends the command that records its end. Called after
    /// the change that began it, and by wake-ups until it has ended; may be called twice for one step.
    /// </summary>
    /// <param name="record">The object's record.</param>
    /// <param name="send">Sends a command to the object itself; the text tells one command of the step from another.</param>
    protected virtual Task Resume(SubjectRecord<TState> record, Func<Command, string, Task<Receipt>> send) => Task.CompletedTask;

    /// <summary>
    /// True while what is unfinished is taken up right after a command, which others wait for. A step that has objects carry out commands
    /// that may be waiting for this one leaves it to a wake-up (<see cref="WakeSoon"/>), which holds nobody up.
    /// </summary>
    protected bool IsWithinTurn { get; private set; }

    /// <summary>Has the object woken right after this, without waiting for it. Should that fail, it is still due and woken in time.</summary>
    protected void WakeSoon() => this.AsReference<ISubject>().Wake().Ignore();

    /// <summary>Goes on with what is unfinished. What that records is no reason to begin with it again: a wake-up is.</summary>
    private async Task Resume(Func<Command, Envelope, Task<Receipt>> send)
    {
        if (resuming || !IsUnfinished())
            return;
        resuming = true;
        try
        {
            for (var round = 1; round <= ResumeRoundsMax && IsUnfinished(); round++)
            {
                moreToResume = false;
                var version = Record.Version;
                Task<Receipt> SendToItself(Command command, string step) => send(command, ByGrid(ResumeStep, version, step));
                await DoSteps(Record, SendToItself);
                if (kind.Unfinished?.Invoke(Record.State) is not null)
                    await Resume(Record, SendToItself);
                if (!moreToResume)
                    break;
            }
        }
        finally
        {
            resuming = false;
        }
    }

    private bool IsUnfinished() => kind.UnfinishedSince(Record) is { } since && since <= services.Time.GetUtcNow();
}
