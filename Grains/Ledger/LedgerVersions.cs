namespace SalesGrid.Ledger;

/// <summary>
/// The versions of the objects a ledger has dealt with since it became active. Of any other its head says it: a bucket
/// need not know all its objects to begin.
/// </summary>
internal sealed class LedgerVersions
{
    /// <summary>Most objects remembered as not there. At the limit all are forgotten, and asked for again.</summary>
    private const int AbsentMax = 65_536;

    private readonly Dictionary<string, int> present = new(SubjectId.Comparer);
    private readonly HashSet<string> absent = new(SubjectId.Comparer);

    private bool complete;

    /// <summary>No object has a head: what is not among those learnt is not there, and nobody has to look.</summary>
    public void KnowAll() => complete = true;

    /// <summary>The version of an object, 0 when there is none; null when it is not known here.</summary>
    public int? Find(string subject) =>
        present.TryGetValue(subject, out var version) ? version
        : complete || absent.Contains(subject) ? 0
        : null;

    /// <summary>What was read of an object. What is known already is newer.</summary>
    public void Learn(string subject, int version)
    {
        if (version > 0)
        {
            present.TryAdd(subject, version);
        }
        else if (!complete && !present.ContainsKey(subject))
        {
            if (absent.Count >= AbsentMax)
                absent.Clear();
            absent.Add(subject);
        }
    }

    /// <summary>An object has this version now.</summary>
    public void Set(string subject, int version)
    {
        absent.Remove(subject);
        present[subject] = version;
    }
}
