namespace SalesGrid.Control.Tests.Checker;

/// <summary>Reservations on any object: what is held of each account at every position of the ledger.</summary>
internal sealed class ReservationModel(string subject, Findings findings) : ObjectModel(subject, findings)
{
    private readonly Dictionary<string, (string Account, string For, long? Minor)> open = new(StringComparer.Ordinal);

    /// <summary>Tokens that are open, with what they are for.</summary>
    public IReadOnlyDictionary<string, (string Account, string For, long? Minor)> Open => open;

    /// <summary>Tokens ever confirmed.</summary>
    public HashSet<string> Confirmed { get; } = [];

    /// <summary>How much of an account is held, minor units.</summary>
    public long Held(string account) => open.Values.Where(h => h.Account == account).Sum(h => h.Minor ?? 0);

    protected override void Read(Line line)
    {
        switch (line.Type)
        {
            case "ReservationGranted":
                var token = line.Needed("token");
                Must(!open.ContainsKey(token), "CP-HOLD-02", line, "a token held twice");
                open[token] = (line.Needed("account"), line.Needed("for"), line.Minor("amount"));
                if (Subject.StartsWith("claim/", StringComparison.Ordinal))
                    Must(open.Values.Select(h => h.For).Distinct().Count() == 1, ClaimPoint(line.Needed("account")), line, "a claim held by two objects at once");
                break;
            case "ReservationConfirmed":
                Must(open.ContainsKey(line.Needed("token")), "CP-HOLD-05", line, "nothing held was confirmed");
                Confirmed.Add(line.Needed("token"));
                break;
            case "ReservationReleased" when line.Minor("amount") is { } part:
                var isHeld = open.TryGetValue(line.Needed("token"), out var known);
                Must(isHeld && known.Minor > part, "CP-HOLD-05", line, "more was released than held");
                if (isHeld)
                    open[line.Needed("token")] = known with { Minor = known.Minor - part };
                break;
            case "ReservationReleased":
                Must(open.Remove(line.Needed("token")), "CP-HOLD-05", line, "nothing held was released");
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
