using System.Globalization;
using SalesGrid.Bench.Grids;
using SalesGrid.Bench.Load;
using SalesGrid.Bench.Reports;

namespace SalesGrid.Bench.Scenarios;

/// <summary>What a command costs by who sends it: whose standing has to be looked up, and how far up.</summary>
public static class Senders
{
    private const int Connections = 64;
    private const int Salespeople = 40;

    private static readonly (string Name, Func<Deal, string>? KeyOf)[] Groups =
    [
        ("the administrator's key", null),
        ("the owner", deal => PeopleAbove.KeyOf(deal.OwnerId)),
        ("the owner's manager", deal => PeopleAbove.KeyOf(PeopleAbove.NameOf(1, int.Parse(deal.OwnerId.AsSpan(2), CultureInfo.InvariantCulture) / 10))),
        ("a manager three levels up", _ => PeopleAbove.KeyOf(PeopleAbove.NameOf(3, 0))),
    ];

    /// <summary>Has each group send in turn, in rounds on one gateway, and reports medians.</summary>
    public static async Task Run(Settings settings, int rounds, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        settings = settings with { People = Salespeople };
        var people = new PeopleAbove([Salespeople, 4, 1, 1], below: 10);
        var report = new Report("Sales Grid, commands by who sends them", command, "-senders");
        await using var session = await Session.Start(StoreKind.Sqlite, settings, people.Keys("Writer"), cancellationToken);
        var grid = (HttpGrid)session.Grid;
        await people.Register(grid, cancellationToken);
        var plan = session.Plan(Connections);
        var results = Groups.Select(_ => new List<LoadResult>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < Groups.Length; i++)
            {
                grid.SendAs(Groups[i].KeyOf);
                var result = (await session.Load(plan, cancellationToken)).AllAccepted(Groups[i].Name);
                // The first round heats what each of them runs.
                if (round > 0)
                    results[i].Add(result);
            }
        }
        report.Table(string.Create(CultureInfo.InvariantCulture, $"`advance` by whom, {Connections} connections, {settings.Opportunities:#,0} opportunities, {rounds} rounds in turn"),
            "sender", "#commands/s, median", "#each round", "#server µs a command", "#to the administrator's key");
        var first = Costs(results[0]);
        for (var i = 0; i < Groups.Length; i++)
        {
            var cost = Costs(results[i]);
            report.Cells(Groups[i].Name, Number(Median(results[i].Select(r => r.PerSecond))), string.Join(" ", results[i].Select(r => Number(r.PerSecond))),
                cost.ToString("0.0", CultureInfo.InvariantCulture), (cost / first).ToString("0.000", CultureInfo.InvariantCulture));
        }
        report.Keep();
    }

    private static double Costs(IEnumerable<LoadResult> results) => Median(results.Select(r => (r.Cpu.Server ?? double.NaN) / r.PerSecond * 1e6));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
