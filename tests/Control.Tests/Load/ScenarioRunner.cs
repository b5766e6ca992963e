using System.Collections.Concurrent;

namespace SalesGrid.Control.Tests.Load;

/// <summary>Sends sequences of commands, many at a time.</summary>
internal static class ScenarioRunner
{
    /// <summary>Sequences at the same time.</summary>
    private const int AtOnce = 64;

    /// <summary>Runs so many sequences; the same seed draws the same ones, though not in the same order.</summary>
    /// <returns>How many commands were sent, and how many each control point refused.</returns>
    public static async Task<(int Commands, IReadOnlyDictionary<string, int> Refusals)> Run(ControlGrid grid, int sequences, int seed)
    {
        var refusals = new ConcurrentDictionary<string, int>();
        var commands = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, sequences), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            var family = People.FamilyOf(number, random);
            var way = number % 3 == 0 ? ScenarioCatalog.SevenSteps(family, random) : ScenarioCatalog.StraightWay(family, random);
            var (next, wildness, steps) = (0, random.Next(1, 60), random.Next(6) == 0 ? random.Next(18, 45) : random.Next(2, 9));
            for (var step = 0; step < steps && next < way.Length; step++)
            {
                var shot = random.Next(100) < wildness ? ScenarioCatalog.Wild(family, random) : way[next++];
                var receipt = await grid.Send(shot.Subject, shot.Command, shot.Actor, shot.Duties);
                Interlocked.Increment(ref commands);
                if (receipt.Refusal is { } refusal)
                    refusals.AddOrUpdate(refusal.ControlPoint, 1, (_, n) => n + 1);
            }
        });
        return (commands, refusals);
    }
}
