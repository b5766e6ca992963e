using System.Text.Json.Nodes;

namespace SalesGrid.Chaos.Load;

/// <summary>
/// Keeps one command under way in one bucket, whatever becomes of the others. Workers cannot tell how long a bucket was
/// away: sooner or later all of them wait for it, and then every bucket is silent.
/// </summary>
internal sealed class BucketProbe(int bucket, string opportunity, CommandSender sender, RunLog log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Opens opportunities until every bucket has one.</summary>
    public static async Task<IReadOnlyList<BucketProbe>> Start(int bucketCount, CommandSender sender, RunLog log, CancellationToken cancellationToken)
    {
        var pulses = new Dictionary<int, BucketProbe>();
        for (var i = 1; pulses.Count < bucketCount; i++)
        {
            var id = $"P-{i}";
            var token = $"pulse {id}.";
            var open = new SentCommand($"k-{id}", $"opportunity/{id}", "/api/opportunities",
                new JsonObject { ["id"] = id, ["ownerId"] = "S-1", ["name"] = token }, "OpportunityOpened", token)
            { SentAt = DateTimeOffset.UtcNow };
            log.Sending(open);
            await sender.Send(open, TimeSpan.FromMinutes(1), hasty: false, cancellationToken);
            if (open.Outcome != Outcome.Accepted)
                throw new TimeoutException($"An opportunity could not be opened in a grid that is not hurt yet: {open.Outcome} {open.ControlPoint}.");
            var bucket = open.Receipts[0].Bucket;
            pulses.TryAdd(bucket, new(bucket, id, sender, log));
        }
        return [.. pulses.Values];
    }

    /// <param name="stop">Ends the sending.</param>
    /// <param name="giveUp">Ends the trying of what was begun.</param>
    public async Task Run(CancellationToken stop, CancellationToken giveUp)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var token = $"pulse {bucket}-{number}.";
            var command = new SentCommand($"p-{bucket}-{number}", $"opportunity/{opportunity}", $"/api/opportunities/{opportunity}/activities",
                new JsonObject { ["kind"] = "call", ["summary"] = token }, "ActivityRecorded", token)
            { SentAt = DateTimeOffset.UtcNow };
            log.Sending(command);
            // Without end: an object remembers its last thousand commands, and one left open would be forgotten.
            await sender.Send(command, TimeSpan.MaxValue, hasty: false, giveUp);
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
