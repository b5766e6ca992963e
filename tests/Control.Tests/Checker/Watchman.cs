namespace SalesGrid.Control.Tests.Checker;

/// <summary>Reads what a ledger holds and finds what should not exist in it.</summary>
internal sealed class Watchman
{
    private readonly Findings findings = new();
    private readonly Dictionary<string, Book?> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HoldBook> holds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OverrideBook> overrides = new(StringComparer.Ordinal);
    private readonly HashSet<string> subjects = new(StringComparer.Ordinal);

    /// <summary>How many entries of each type were read: a run that tried nothing proves nothing.</summary>
    public SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads turns and answers with what was found.</summary>
    public static (Findings Findings, Watchman By) Look(IEnumerable<Turn> turns)
    {
        var watchman = new Watchman();
        foreach (var turn in turns)
            watchman.Take(turn);
        watchman.CompareObjects();
        return (watchman.findings, watchman);
    }

    private void Take(Turn turn)
    {
        subjects.Add(turn.Subject);
        foreach (var line in turn.Lines)
            Seen[line.Type] = Seen.GetValueOrDefault(line.Type) + 1;
        Of(holds, turn.Subject, s => new HoldBook(s, findings)).Take(turn);
        Of(overrides, turn.Subject, s => new OverrideBook(s, findings)).Take(turn);
        if (Of(books, turn.Subject, NewBook) is { } book)
            book.Take(turn);
    }

    private Book? NewBook(string subject) => subject[..subject.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "opportunity" => new OpportunityBook(subject, findings, ProcessText.Shipped),
        _ => null,
    };

    /// <summary>What one object's story alone cannot show.</summary>
    private void CompareObjects()
    {
        foreach (var (subject, book) in books)
        {
            if (book is not OpportunityBook opportunity)
                continue;
            foreach (var owner in opportunity.Owners.Where(o => !subjects.Contains($"salesperson/{o}")))
                findings.Add("CP-OPP-05", $"{subject} belongs to {owner}, whom nobody registered");
            foreach (var customer in opportunity.Customers.Where(c => !subjects.Contains($"customer/{c}")))
                findings.Add("CP-OPP-06", $"{subject} is for {customer}, whom nobody registered");
        }
    }

    private static T Of<T>(Dictionary<string, T> known, string subject, Func<string, T> make)
    {
        if (!known.TryGetValue(subject, out var found))
            known.Add(subject, found = make(subject));
        return found;
    }
}
