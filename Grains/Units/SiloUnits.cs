using SalesGrid.Decisions;

namespace SalesGrid.Units;

/// <summary>
/// The tree of units as this silo knows it. It is followed by its version: on the company's silo at once, elsewhere it is asked again
/// after <see cref="KeptFor"/>, and comes only where it has changed.
/// </summary>
/// <remarks>Whoever asks for it lately accepts on the strength of it, and looks once more before refusing.</remarks>
public sealed class SiloUnits(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long it is good for without asking.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private Kept? kept;

    /// <summary>The tree, at most <see cref="KeptFor"/> old.</summary>
    /// <param name="inputs">Notes which it was; null outside of decisions.</param>
    public ValueTask<UnitTree> Lately(Inputs? inputs) =>
        AsOf.Ambient is null && Volatile.Read(ref kept) is { } known && time.GetElapsedTime(known.At) < KeptFor ? new(Noted(known.Tree, inputs)) : new(Now(inputs));

    /// <summary>The tree as it is now: every change that was acknowledged is in it.</summary>
    /// <param name="inputs">Notes which it was; null outside of decisions.</param>
    public async Task<UnitTree> Now(Inputs? inputs)
    {
        if (AsOf.Ambient is not null)
            return (await grains.GetGrain<IUnitGrain>(UnitCommand.CompanySubject).Tree(-1))!;
        var at = time.GetTimestamp();
        var known = Volatile.Read(ref kept)?.Tree;
        var tree = await grains.GetGrain<IUnitGrain>(UnitCommand.CompanySubject).Tree(known?.Version ?? -1) ?? known!;
        Keep(tree, at);
        return Noted(tree, inputs);
    }

    /// <summary>Takes a tree that has just been changed on this silo.</summary>
    public void Adopt(UnitTree tree) => Keep(tree, time.GetTimestamp());

    private static UnitTree Noted(UnitTree tree, Inputs? inputs)
    {
        inputs?.Note(UnitCommand.CompanySubject, tree.ReadFrom);
        return tree;
    }

    private void Keep(UnitTree tree, long at)
    {
        // An answer that was under way longer must not bring back what is over.
        for (var known = Volatile.Read(ref kept); known is null || known.Tree.Version <= tree.Version;)
        {
            var before = Interlocked.CompareExchange(ref kept, new(tree, at), known);
            if (before == known)
                return;
            known = before;
        }
    }

    private sealed record Kept(UnitTree Tree, long At);
}
