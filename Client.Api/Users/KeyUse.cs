using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Personal;

namespace SalesGrid.Gateway.Users;

/// <summary>
/// When keys were last used, by the minute. It is nobody's evidence and would be an entry for every key and minute, so it lies beside the
/// ledger; a request only puts a mark into memory, once a minute and key.
/// </summary>
public sealed partial class KeyUse(GridGateway grid, TimeProvider time, ILogger<KeyUse> logger) : BackgroundService
{
    /// <summary>How often one key is noted.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>How often what was marked is written.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Most marks that wait; one more is left out.</summary>
    private const int WaitingMax = 10_000;

    /// <summary>Keys written side by side.</summary>
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<(string User, string Key), DateTimeOffset> waiting = new();

    /// <summary>Marks a key as used.</summary>
    public void Note(string user, string key, DateTimeOffset at)
    {
        if (waiting.Count < WaitingMax)
            waiting[(user, key)] = at;
    }

    /// <summary>When the keys of a user were last used, by name; those that were are in it. Empty where it cannot be read just now.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> Of(GridGateway grid, string user, CancellationToken gone)
    {
        try
        {
            var entries = await grid.Ask(Grain(grid, user), static g => g.List(), gone);
            return entries.ToImmutableDictionary(e => e.Name, e => e.ChangedAt);
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) && !gone.IsCancellationRequested)
        {
            return ImmutableDictionary<string, DateTimeOffset>.Empty;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Parallel.ForEachAsync(waiting.Keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (used, stop) =>
                    {
                        if (waiting.TryRemove(used, out var at))
                            await Write(used.User, used.Key, at, stop);
                    });
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was marked within the last seconds is lost with the gateway.
        }
    }

    private static IPersonalStateGrain Grain(GridGateway grid, string user) => grid.Grain<IPersonalStateGrain>(PersonalKey.Of(user, PersonalPart.KeyUse));

    private async Task Write(string user, string key, DateTimeOffset at, CancellationToken stop)
    {
        try
        {
            var kept = Grain(grid, user);
            var json = JsonSerializer.SerializeToUtf8Bytes(at);
            if ((await grid.Ask(kept, g => g.Put(key, json, null), stop)).Refusal is null)
                return;
            // There are as many names as there is room for: the one used longest ago makes way.
            if ((await grid.Ask(kept, static g => g.List(), stop)).MinBy(e => e.ChangedAt) is { Name: { } oldest })
                await grid.Ask(kept, g => g.Remove(oldest, null), stop);
            await grid.Ask(kept, g => g.Put(key, json, null), stop);
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) && !stop.IsCancellationRequested)
        {
            LogLost(e, user, key);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "When the key {Key} of user {User} was last used could not be kept")]
    private partial void LogLost(Exception exception, string user, string key);
}
