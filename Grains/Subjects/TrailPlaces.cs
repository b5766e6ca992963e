using System.Collections.Immutable;

namespace SalesGrid.Subjects;

/// <summary>Where the entries of an object that follow a version lie in its bucket, gathered from marks that come in order.</summary>
/// <param name="subject">The object.</param>
/// <param name="afterVersion">The version they follow.</param>
/// <param name="limit">Most that are wanted.</param>
internal sealed class TrailPlaces(string subject, int afterVersion, int limit)
{
    private readonly ImmutableArray<long>.Builder seqs = ImmutableArray.CreateBuilder<long>();
    private int version = afterVersion;

    /// <summary>Their sequences, ascending.</summary>
    public ImmutableArray<long> Seqs => seqs.ToImmutable();

    /// <summary>Takes more marks; those met before are passed over.</summary>
    /// <exception cref="InvalidDataException">They leave a gap: something of the history would be missing.</exception>
    public void Add(IEnumerable<CommandMark> marks)
    {
        foreach (var mark in marks)
        {
            if (seqs.Count >= limit)
                return;
            var before = mark.Version - mark.Events;
            if (before > version)
                throw new InvalidDataException($"The history index of {subject} lacks the versions {version + 1} to {before}.");
            for (; version < mark.Version && seqs.Count < limit; version++)
                seqs.Add(mark.FirstSeq + version - before);
        }
    }
}
