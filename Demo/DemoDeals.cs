namespace SalesGrid.Demo;

/// <summary>How an opportunity went: a quarter are open, six in ten of the others were won, and quarters end with a rush.</summary>
internal sealed class DemoDeals(DateOnly today)
{
    private const double ShareOpen = 0.25;
    private const double ShareWon = 0.60;
    private const double ShareRushed = 0.35;
    private const int RushDays = 10;

    private static readonly string[] Stages = ["development", "initiation", "proposal", "bidding", "negotiation", "implementation"];
    private static readonly int[] OpenByStage = [32, 24, 18, 12, 9, 5];
    private static readonly int[] LostByStage = [22, 26, 25, 18, 9, 0];
    private static readonly int[] WonByStage = [0, 0, 0, 0, 40, 60];

    /// <summary>Every status and stage an opportunity can be left in.</summary>
    public static IEnumerable<(string Status, string Stage)> Standings { get; } =
    [
        .. Stages.Where((_, i) => OpenByStage[i] > 0).Select(stage => ("open", stage)),
        .. Stages.Where((_, i) => WonByStage[i] > 0).Select(stage => ("won", stage)),
        .. Stages.Where((_, i) => LostByStage[i] > 0).Select(stage => ("lost", stage)),
    ];

    private readonly DateOnly begin = today.AddYears(-3);

    public Deal Make(ref DemoRandom random) =>
        random.Chance(ShareOpen) ? Open(ref random)
        : random.Chance(ShareWon) ? Closed("won", WonByStage, ref random)
        : Closed("lost", LostByStage, ref random);

    private Deal Open(ref DemoRandom random)
    {
        var stage = random.Weighted(OpenByStage);
        // Further stages take longer to reach.
        var age = (int)(random.LogNormal(35, 0.8) * (1 + stage * 0.6));
        var opened = Later(today.AddDays(-age), begin);
        // Early on nobody knows when and how much; a few of the others are overdue.
        var known = stage > 0 || random.Chance(0.6);
        var expected = random.Chance(0.1)
            ? Later(today.AddDays(-1 - random.Next(45)), opened)
            : Later(Rush(today.AddDays(5 + random.Next(170 - stage * 22)), DateOnly.MaxValue, ref random), opened);
        return new("open", Stages[stage], opened, null, known ? expected : null, known, null);
    }

    private Deal Closed(string status, int[] byStage, ref DemoRandom random)
    {
        var stage = random.Weighted(byStage);
        // Business grows: the exponent below one puts more of it into the later years.
        var day = (int)((today.DayNumber - begin.DayNumber) * Math.Pow(random.NextDouble(), 0.8));
        var closed = Rush(begin.AddDays(day), today, ref random);
        var cycle = (int)random.LogNormal(status == "won" ? 62 : 48, 0.7);
        // A weekend at the very beginning puts the closing a day or two before it.
        var opened = Earlier(Later(closed.AddDays(-cycle), begin), closed);
        var reason = status == "lost" ? DemoWords.LossReasons[random.Weighted(DemoWords.LossReasonShares)].Code : null;
        return new(status, Stages[stage], opened, closed, null, AmountKnown: true, reason);
    }

    /// <summary>Some of what would close within a quarter closes in its last days, and nothing on a weekend that can be helped.</summary>
    private static DateOnly Rush(DateOnly day, DateOnly latest, ref DemoRandom random)
    {
        var rushed = random.Chance(ShareRushed);
        var daysBeforeEnd = random.Next(RushDays);
        if (rushed)
        {
            var quarterEnd = new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1).AddMonths(3).AddDays(-1 - daysBeforeEnd);
            day = quarterEnd <= latest ? quarterEnd : day;
        }
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(-1),
            DayOfWeek.Sunday => day.AddDays(-2),
            _ => day,
        };
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}

/// <summary>How one opportunity went.</summary>
internal readonly record struct Deal(
    string Status, string Stage, DateOnly OpenedOn, DateOnly? ClosedOn, DateOnly? ExpectedCloseOn, bool AmountKnown, string? LossReason);
