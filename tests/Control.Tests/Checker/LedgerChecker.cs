namespace SalesGrid.Control.Tests.Checker;

/// <summary>Reads what a ledger holds and finds what should not exist in it.</summary>
internal sealed class LedgerChecker
{
    private readonly Findings findings = new();
    private readonly Dictionary<string, ObjectModel?> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReservationModel> granted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OverrideModel> overrides = new(StringComparer.Ordinal);
    private readonly HashSet<string> subjects = new(StringComparer.Ordinal);

    /// <summary>How many entries of each type were read: a run that tried nothing proves nothing.</summary>
    public SortedDictionary<string, int> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads turns and answers with what was found.</summary>
    public static (Findings Findings, LedgerChecker By) Look(IEnumerable<Turn> turns)
    {
        var watchman = new LedgerChecker();
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
        Of(granted, turn.Subject, s => new ReservationModel(s, findings)).Take(turn);
        Of(overrides, turn.Subject, s => new OverrideModel(s, findings)).Take(turn);
        if (Of(books, turn.Subject, NewModel) is { } book)
            book.Take(turn);
    }

    private ObjectModel? NewModel(string subject) => subject[..subject.IndexOf('/', StringComparison.Ordinal)] switch
    {
        "opportunity" => new OpportunityModel(subject, findings, ProcessText.Shipped),
        "customer" => new CustomerModel(subject, findings, granted[subject]),
        "salesperson" => new PersonModel(subject, findings, granted[subject]),
        "quote" => new QuoteModel(subject, findings),
        "contract" => new ContractModel(subject, findings),
        _ => null,
    };

    /// <summary>What one object's story alone cannot show, once all that was begun has come to its end.</summary>
    private void CompareObjects()
    {
        foreach (var (subject, book) in books)
        {
            switch (book)
            {
                case OpportunityModel opportunity:
                    foreach (var owner in opportunity.Owners.Where(o => !subjects.Contains($"salesperson/{o}")))
                        findings.Add("CP-OPP-05", $"{subject} belongs to {owner}, whom nobody registered");
                    foreach (var customer in opportunity.Customers.Where(c => !subjects.Contains($"customer/{c}")))
                        findings.Add("CP-OPP-06", $"{subject} is for {customer}, whom nobody registered");
                    break;
                case QuoteModel { Approved: not null, Draw: { } draw }:
                    if (granted.GetValueOrDefault($"salesperson/{draw}")?.Reserved("discount", subject) is not > 0)
                        findings.Add("CP-DISC-01", $"{subject} stands approved, but draws on nothing of {draw}");
                    break;
                case ContractModel contract:
                    Compare(subject, contract);
                    break;
            }
        }
        foreach (var (subject, book) in granted)
            CompareReservations(subject, book);
    }

    private void Compare(string subject, ContractModel contract)
    {
        foreach (var (quote, hash) in contract.ReliedOn)
        {
            if (books.GetValueOrDefault($"quote/{quote}") is not QuoteModel relied || !relied.EverApproved.Contains(hash))
                findings.Add("CP-CONTR-04", $"{subject} was signed on quote {quote}, which was never approved like that");
        }
        if (!contract.Stands)
            return;
        foreach (var (account, provider) in new[] { ("credit", $"customer/{contract.Customer}"), ("allowance", $"salesperson/{contract.SignedOwner}") })
        {
            var reserved = granted.GetValueOrDefault(provider)?.Reserved(account, subject) ?? 0;
            if (reserved != contract.Signed - contract.Received)
                findings.Add("CP-CREDIT-05", $"{subject} stands for {contract.Signed - contract.Received}, but {provider} keeps {reserved} of {account} for it");
        }
    }

    /// <summary>Nothing is reserved for what does not stand: that would be a limit used up by nothing.</summary>
    private void CompareReservations(string subject, ReservationModel book)
    {
        foreach (var (token, reservation) in book.Open)
        {
            var wanted = books.GetValueOrDefault(reservation.For) switch
            {
                ContractModel contract => reservation.Account is "contract" ? contract.Status is not "terminated" : contract.Stands && contract.Signed > contract.Received,
                QuoteModel quote => subject == $"salesperson/{quote.Draw}",
                OpportunityModel opportunity => opportunity.Status == "open",
                _ => true,
            };
            if (!wanted)
                findings.Add("CP-RSV-04", $"{subject} keeps {token} of {reservation.Account} for {reservation.For}, which has no use for it");
        }
    }

    private static T Of<T>(Dictionary<string, T> known, string subject, Func<string, T> make)
    {
        if (!known.TryGetValue(subject, out var found))
            known.Add(subject, found = make(subject));
        return found;
    }
}
