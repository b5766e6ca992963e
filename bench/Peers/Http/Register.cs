using System.Collections.Concurrent;

namespace SalesGrid.Peers.Http;

/// <summary>People and customers that were set up, kept so that later batches find them.</summary>
public sealed class Register
{
    private readonly ConcurrentDictionary<string, (string Team, string Region)> people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> sectors = new(StringComparer.Ordinal);

    /// <summary>Takes those of a batch in.</summary>
    public void Add(IReadOnlyList<BatchCommand> commands)
    {
        foreach (var command in commands)
        {
            if (command.Type == "salesperson.create")
                people[command.Id] = (command.Body.Team!, command.Body.Region!);
            else if (command.Type == "customer.create")
                sectors[command.Id] = command.Body.Sector!;
        }
    }

    /// <summary>The opportunities of a batch.</summary>
    public IEnumerable<Opened> Opened(IReadOnlyList<BatchCommand> commands) =>
        Http.Opened.From(commands, owner => people[owner], customer => customer is null ? null : sectors[customer]);
}
