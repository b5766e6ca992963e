using System.Collections.Immutable;
using SalesGrid.Opportunities;

namespace SalesGrid.Pipeline;

/// <summary>The conditions of a list, ready to be asked of many rows.</summary>
public sealed class PipelineFilter(PipelineQuery query)
{
    private readonly ImmutableArray<OpportunityStatus> status = query.Status;
    private readonly HashSet<string>? stage = SetOf(query.Stage);
    private readonly HashSet<string>? owner = SetOf(query.Owner);
    private readonly HashSet<string>? team = SetOf(query.Team);
    private readonly HashSet<string>? region = SetOf(query.Region);
    private readonly HashSet<string>? product = SetOf(query.Product);
    private readonly HashSet<string>? customer = SetOf(query.Customer);
    private readonly HashSet<string>? sector = SetOf(query.Sector);
    private readonly HashSet<string>? currency = SetOf(query.Currency);

    /// <summary>True when the row meets every condition that is set.</summary>
    public bool Admits(in PipelineRow row) =>
        (status.IsEmpty || status.Contains(row.Status))
        && Meets(stage, row.Stage)
        && Meets(owner, row.Owner)
        && Meets(team, row.Team)
        && Meets(region, row.Region)
        && Meets(product, row.Product)
        && Meets(customer, row.Customer)
        && Meets(sector, row.Sector)
        && Meets(currency, row.Currency)
        && Within(row.OpenedOn, query.OpenedFrom, query.OpenedTo)
        && Within(row.ClosedOn, query.ClosedFrom, query.ClosedTo)
        && Within(row.ExpectedCloseOn, query.ExpectedCloseFrom, query.ExpectedCloseTo)
        && (query.AmountMin is null || row.Amount >= query.AmountMin)
        && (query.AmountMax is null || row.Amount <= query.AmountMax);

    // The empty value stands for having none.
    private static bool Meets(HashSet<string>? values, string? value) =>
        values is null || values.Contains(value ?? "");

    private static bool Within(DateOnly? day, DateOnly? from, DateOnly? to) =>
        (from is null && to is null) || (day is not null && !(day < from) && !(day > to));

    private static HashSet<string>? SetOf(ImmutableArray<string> values) =>
        values.IsEmpty ? null : values.ToHashSet(StringComparer.Ordinal);
}
