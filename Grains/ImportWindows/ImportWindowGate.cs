using SalesGrid.Decisions;
using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

/// <inheritdoc cref="IImportGate"/>
/// <remarks>
/// A load is thousands of commands, and the window is one object: each silo lets commands through on what it learned of the window within the
/// last <see cref="KeptFor"/>, and refuses only after asking it. An end that has come is seen at once, since the clock is looked at each time.
/// </remarks>
public sealed class ImportWindowGate(TimeProvider time) : IImportGate
{
    /// <summary>How long what was learned of the window lets commands through: so long after a close the last are decided.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private Known? known;

    /// <inheritdoc/>
    public async ValueTask<Refusal?> WhyNot(string actor, Inputs inputs)
    {
        if (inputs.AsOf is { } then)
            return ImportWindowRules.WhyNoImport((await inputs.See<ImportWindowView>(ImportWindowCommand.Subject, static w => w.Version))?.Last, actor, then.At);
        if (Volatile.Read(ref known) is { } lately && time.GetElapsedTime(lately.AskedAt) < KeptFor
            && ImportWindowRules.WhyNoImport(lately.Last, actor, time.GetUtcNow()) is null)
        {
            inputs.Note(ImportWindowCommand.Subject, lately.Version);
            return null;
        }
        // Before the question: an answer that was long on its way is as old as that.
        var askedAt = time.GetTimestamp();
        var window = await inputs.See<ImportWindowView>(ImportWindowCommand.Subject, static w => w.Version);
        Volatile.Write(ref known, new(window?.Last, window?.Version ?? 0, askedAt));
        return ImportWindowRules.WhyNoImport(window?.Last, actor, time.GetUtcNow());
    }

    /// <summary>Forgets the window, which has just changed.</summary>
    public void Forget() => Volatile.Write(ref known, null);

    private sealed record Known(GrantedWindow? Last, int Version, long AskedAt);
}
