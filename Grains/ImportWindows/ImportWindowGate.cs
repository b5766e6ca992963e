using SalesGrid.Subjects;

namespace SalesGrid.ImportWindows;

/// <inheritdoc cref="IImportGate"/>
/// <remarks>
/// A load is thousands of commands, and the window is one object: each silo lets commands through on what it learned of the window within the
/// last <see cref="KeptFor"/>, and refuses only after asking it. An end that has come is seen at once, since the clock is looked at each time.
/// </remarks>
public sealed class ImportWindowGate(IGrainFactory grains, TimeProvider time) : IImportGate
{
    /// <summary>How long what was learned of the window lets commands through: so long after a close the last are decided.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private Known? known;

    /// <inheritdoc/>
    public async ValueTask<Refusal?> WhyNot(string actor)
    {
        if (Volatile.Read(ref known) is { } lately && time.GetElapsedTime(lately.AskedAt) < KeptFor
            && ImportWindowRules.WhyNoImport(lately.Last, actor, time.GetUtcNow()) is null)
            return null;
        // Before the question: an answer that was long on its way is as old as that.
        var askedAt = time.GetTimestamp();
        var last = (await grains.GetGrain<ISubject>(GrainId.Create(ImportWindowKind.Kind.Name, ImportWindowCommand.Subject)).See() as ImportWindowView)?.Last;
        Volatile.Write(ref known, new(last, askedAt));
        return ImportWindowRules.WhyNoImport(last, actor, time.GetUtcNow());
    }

    /// <summary>Forgets the window, which has just changed.</summary>
    public void Forget() => Volatile.Write(ref known, null);

    private sealed record Known(GrantedWindow? Last, long AskedAt);
}
