using SalesGrid.Peers.Process;

namespace SalesGrid.Peers.Http;

/// <summary>An opportunity as the set-up leaves it: opened, valued, with its evidence. Three events.</summary>
public sealed record Opened(
    string Id, string? Name, string? CustomerId, string OwnerId, string Team, string Region, string? Sector, string? Product,
    string? Channel, long AmountMinor, string? Currency, DateOnly? ExpectedCloseOn, string EvidenceKind, string Reference)
{
    /// <summary>Events the set-up records for each.</summary>
    public const int Events = 3;

    /// <summary>The stage it is in.</summary>
    public static StageOfProcess Stage => KeyAccount.Stages[0];

    /// <summary>Puts together what the set-up commands of one batch say; the three of an opportunity are in one batch.</summary>
    public static IEnumerable<Opened> From(
        IReadOnlyList<BatchCommand> commands, Func<string, (string Team, string Region)> place, Func<string?, string?> sector) =>
        from command in commands
        where command.Type is "openOpportunity" or "valueOpportunity" or "evidence"
        group command by command.Id into same
        let opened = same.Single(c => c.Type == "openOpportunity")
        let valued = same.Single(c => c.Type == "valueOpportunity")
        let evidence = same.Single(c => c.Type == "evidence")
        let placed = place(opened.OwnerId!)
        select new Opened(same.Key, opened.Name, opened.CustomerId, opened.OwnerId!, placed.Team, placed.Region, sector(opened.CustomerId),
            opened.Product, opened.Channel, valued.Amount!.Value * 100, valued.Currency, valued.ExpectedCloseOn, evidence.Kind!, evidence.Reference!);
}
