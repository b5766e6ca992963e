namespace SalesGrid.Control.Tests.Checker;

/// <summary>What any object has granted of each account at every position of the ledger.</summary>
internal sealed class ReservationModel(string subject, Findings findings) : ObjectModel(subject, findings)
{
    private readonly Dictionary<string, (string Account, string For, long? Minor)> open = new(StringComparer.Ordinal);

    /// <summary>Tokens that are open, with what they are for.</summary>
    public IReadOnlyDictionary<string, (string Account, string For, long? Minor)> Open => open;

    /// <summary>Tokens ever confirmed.</summary>
    public HashSet<string> Confirmed { get; } = [];

    /// <summary>How much of an account is reserved, minor units.</summary>
    public long Reserved(string account) => open.Values.Where(r => r.Account == account).Sum(r => r.Minor ?? 0);

    /// <summary>How much of an account is reserved for one object, minor units.</summary>
    public long Reserved(string account, string forSubject) => open.Values.Where(r => r.Account == account && r.For == forSubject).Sum(r => r.Minor ?? 0);

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "ReservationGranted":
                var token = line.Needed("token");
                Must(!open.ContainsKey(token), "CP-RSV-02", line, "a token granted twice");
                open[token] = (line.Needed("account"), line.Needed("for"), line.Minor("amount"));
                if (Subject.StartsWith("claim/", StringComparison.Ordinal))
                    Must(open.Values.Select(r => r.For).Distinct().Count() == 1, ClaimPoint(line.Needed("account")), line, "a claim granted to two objects at once");
                break;
            case "ReservationConfirmed":
                Must(open.ContainsKey(line.Needed("token")), "CP-RSV-05", line, "nothing reserved was confirmed");
                Confirmed.Add(line.Needed("token"));
                break;
            case "ReservationReleased" when line.Minor("amount") is { } part:
                var isOpen = open.TryGetValue(line.Needed("token"), out var known);
                Must(isOpen && known.Minor > part, "CP-RSV-05", line, "more was released than reserved");
                if (isOpen)
                    open[line.Needed("token")] = known with { Minor = known.Minor - part };
                break;
            case "ReservationReleased":
                Must(open.Remove(line.Needed("token")), "CP-RSV-05", line, "nothing reserved was released");
                break;
        }
    }

    private static string ClaimPoint(string account) => account switch
    {
        "identity" => "CP-CLAIM-01",
        "collision" => "CP-CLAIM-02",
        _ => "CP-CLAIM-04",
    };
}
