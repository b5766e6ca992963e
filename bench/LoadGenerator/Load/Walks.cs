namespace SalesGrid.Bench.Load;

/// <summary>
/// Where every opportunity stands, so that each command sent is one the rules accept: through the first gate, back, and
/// through it again. Safe for any number of workers.
/// </summary>
/// <remarks>
/// An opportunity has one command under way at a time, as with a person who has to see the last answer first. A worker
/// that meets a busy one waits, and the wait is part of its latency.
/// </remarks>
public sealed class Walks
{
    private readonly SemaphoreSlim[] gates;
    private readonly bool[] advanced;
    private readonly bool[] doubtful;

    /// <summary>Walks of so many opportunities, all in the first stage.</summary>
    public Walks(int count)
    {
        gates = new SemaphoreSlim[count];
        for (var i = 0; i < count; i++)
            gates[i] = new(1, 1);
        advanced = new bool[count];
        doubtful = new bool[count];
    }

    /// <summary>Waits for the opportunity's turn and says which stage it can go to; null when that is not known any more.</summary>
    public async ValueTask<Step?> Enter(int opportunity, CancellationToken cancellationToken)
    {
        await gates[opportunity].WaitAsync(cancellationToken);
        if (!doubtful[opportunity])
            return advanced[opportunity] ? Step.Back : Step.Forward;
        gates[opportunity].Release();
        return null;
    }

    /// <summary>Ends the turn. Where the step was not accepted, nobody knows where the opportunity stands: it is left alone from then on.</summary>
    public void Leave(int opportunity, Step step, bool accepted)
    {
        if (accepted)
            advanced[opportunity] = step == Step.Forward;
        else
            doubtful[opportunity] = true;
        gates[opportunity].Release();
    }
}

/// <summary>A step of an opportunity's walk.</summary>
public enum Step
{
    /// <summary>From development through its gate to initiation.</summary>
    Forward,

    /// <summary>From initiation back to development.</summary>
    Back,
}

/// <summary>What steps are called in the process.</summary>
public static class StepNames
{
    /// <summary>Id of the stage the step leads to.</summary>
    public static string Target(this Step step) => step == Step.Forward ? "initiation" : "development";
}
