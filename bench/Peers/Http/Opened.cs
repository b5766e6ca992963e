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
        where command.Type is "opportunity.create" or "opportunity.value" or "opportunity.evidence"
        group command by command.Id into same
        let opened = same.Single(c => c.Type == "opportunity.create").Body
        let valued = same.Single(c => c.Type == "opportunity.value").Body
        let evidence = same.Single(c => c.Type == "opportunity.evidence").Body
        let placed = place(opened.OwnerId!)
        select new Opened(same.Key, opened.Name, opened.CustomerId, opened.OwnerId!, placed.Team, placed.Region, sector(opened.CustomerId),
            opened.Product, opened.Channel, valued.Amount!.Amount * 100, valued.Amount.Currency, valued.ExpectedCloseOn, evidence.Kind!, evidence.Reference!);
}
