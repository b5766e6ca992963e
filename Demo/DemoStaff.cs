using System.Globalization;

namespace SalesGrid.Demo;

/// <summary>Who sells where: regions get people by their share of business, eight of them make a team.</summary>
internal sealed class DemoStaff
{
    public const int MostPeople = 10_000;
    private const int OpportunitiesPerPerson = 100;
    private const int TeamSize = 8;

    // First person of each region, then one past the last.
    private readonly int[] starts;
    private readonly int seed;

    public DemoStaff(int seed, int opportunities)
    {
        this.seed = seed;
        var regions = DemoWords.Regions;
        Count = Math.Clamp(opportunities / OpportunitiesPerPerson, regions.Length, MostPeople);
        var shares = regions.Sum(r => r.Share);
        starts = new int[regions.Length + 1];
        var shareBefore = 0;
        for (var i = 0; i < regions.Length; i++)
        {
            // Everybody beyond the one each region has is spread by share.
            starts[i] = i + (int)((long)(Count - regions.Length) * shareBefore / shares);
            shareBefore += regions[i].Share;
        }
        starts[^1] = Count;
    }

    public int Count { get; }

    public DemoSalesperson Person(int number)
    {
        var region = Array.FindLastIndex(starts, start => start <= number);
        var team = (number - starts[region]) / TeamSize;
        var random = new DemoRandom(seed, DemoKinds.Person, number);
        var leader = new DemoRandom(seed, DemoKinds.Leader, ((long)region << 32) + team);
        var place = DemoWords.Regions[region];
        return new(Id(number), PersonName(ref random), TeamName(place, team), place.Name, PersonName(ref leader));
    }

    /// <summary>Somebody of a region; some of them sell a good deal more than others.</summary>
    public string Owner(int region, ref DemoRandom random)
    {
        var people = starts[region + 1] - starts[region];
        var skewed = Math.Pow(random.NextDouble(), 1.4);
        return Id(starts[region] + (int)(skewed * people));
    }

    private string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"D{seed}-S{number + 1:D5}");

    private static string TeamName(DemoWords.Region place, int team) => team < DemoWords.Ordinals.Length
        ? string.Create(CultureInfo.InvariantCulture, $"{place.Zh}{DemoWords.Ordinals[team]}部 {place.En} {team + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"{place.Zh}{team + 1}部 {place.En} {team + 1}");

    private static string PersonName(ref DemoRandom random)
    {
        var (surname, given) = (random.Pick(DemoWords.Surnames), random.Pick(DemoWords.GivenNames));
        if (!random.Chance(0.6))
            return $"{surname.Zh}{given.Zh} {surname.En} {Capital(given.En)}";
        var second = random.Pick(DemoWords.GivenNames);
        return $"{surname.Zh}{given.Zh}{second.Zh} {surname.En} {Capital(given.En)}{second.En}";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>What a random sequence is for: two kinds never share one.</summary>
internal static class DemoKinds
{
    public const int Person = 1;
    public const int Leader = 2;
    public const int Customer = 3;
    public const int Opportunity = 4;
}
