using System.Collections.Immutable;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Salespeople;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Gateway.Targets;
using SalesGrid.Gateway.Warnings;
using SalesGrid.Kpis;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;
using SalesGrid.Targets;

namespace SalesGrid.Gateway.Appraisals;

/// <summary>Figures an appraisal (绩效考核) of a person starts from. A figure without meaning is null.</summary>
public sealed record AppraisalAnswer
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Period { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }

    /// <summary>Target of the period; null where the plan in force has none for the person.</summary>
    public Money? Target { get; init; }

    /// <summary>Amount won that is credited to the person, in the target's currency; without a target, in the one currency there is, null where there are several.</summary>
    public Money? Won { get; init; }

    /// <summary>Amount of wins that were brought in and that finance has not admitted, in the same currency; not in <see cref="Won"/>.</summary>
    public Money? ImportedWon { get; init; }

    /// <summary>Won ÷ target, percent to two decimals.</summary>
    public decimal? AttainmentPercent { get; init; }

    /// <summary>Won ÷ (won + lost), 0 to 1.</summary>
    public double? WinRate { get; init; }

    /// <summary>Mean days from opening to winning.</summary>
    public double? WonCycleDays { get; init; }

    /// <summary>Opportunities won that are theirs, whoever else they are credited to.</summary>
    public required long WonCount { get; init; }

    /// <summary>Opportunities lost.</summary>
    public required long LostCount { get; init; }

    /// <summary>Open opportunities expected to close in the period.</summary>
    public required long OpenCount { get; init; }

    /// <summary>Pipeline beside target as last counted; null where that was for another period, or never.</summary>
    public CoverageAnswer? Coverage { get; init; }

    /// <summary>Discount budget and what was used of it; null where the budget period of today lies outside the period asked for.</summary>
    public AccountBalance? Discount { get; init; }

    /// <summary>Refusals in the period that are listed one by one; older ones and those of a flood are in the counts of all time only.</summary>
    public required long Refusals { get; init; }

    /// <summary>Open warnings addressed to the person that they should have responded to by now.</summary>
    public required int WarningsOverdue { get; init; }

    /// <summary>Entries of the conduct record in the period, by sort; among the last 50.</summary>
    public required ImmutableDictionary<ConductKind, int> Conduct { get; init; }

    /// <summary>Mandatory qualifications.</summary>
    public required int QualificationsRequired { get; init; }

    /// <summary>Those of them that have lapsed or were never passed.</summary>
    public required ImmutableArray<string> QualificationsLapsed { get; init; }
}

/// <summary>Appraisal inputs over HTTP.</summary>
public static class AppraisalEndpoints
{
    public static void MapAppraisal(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/salespeople/{id}/appraisal", Read)
            .WithTags("Salespeople")
            .RequireAuthorization(Policies.Read)
            .WithMetadata(new KeepsToScope("salesperson"))
            .WithSummary("考核数据 · What an appraisal of a person starts from; period such as 2026-Q4")
            .WithQuery(ReadPeriod)
            .Produces<AppraisalAnswer>();

    private static async Task<IResult> Read(string id, HttpContext http, GridGateway grid, IConductSources sources, TimeProvider time)
    {
        if (ConductEndpoints.Forbid(http, id) is { } forbidden)
            return forbidden;
        var reader = new QueryReader(http.Request.Query);
        var period = ReadPeriod(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var gone = http.RequestAborted;
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Salesperson(id), static s => s.Get(), gone) is not { } person)
            return Problems.Of(http, ControlPoints.SalespersonMustExist.Refuse(id));

        var query = new KpiQuery([KpiDimension.Owner, KpiDimension.WinOrigin], period!.From, period.To) { ByCredit = true };
        var parts = await grid.AskAll((projection, _) => projection.KpisOf(query, id), gone);
        var plan = (await TargetEndpoints.Plans(grid, period.Id, gone))?.InForce;
        return Results.Ok(Of(person, period, [.. parts.SelectMany(p => p.Cells)], plan?.People.FirstOrDefault(p => p.Person == id)?.Amount,
            await grid.Ask(grid.Salesperson(id), static s => s.Conduct(), gone), await sources.Warnings(id, http.User.WithoutAccounts(), gone),
            await sources.RefusedIn(id, period.From, period.To, gone), time.GetUtcNow()));
    }

    private static Period? ReadPeriod(QueryReader reader)
    {
        var period = Period.Parse(reader.Text("period"));
        if (period is null)
            reader.Refuse("period", "须为 2026、2026-Q4 或 2026-11 这样的期间", "it must be a period such as 2026, 2026-Q4 or 2026-11");
        return period;
    }

    private static AppraisalAnswer Of(
        SalespersonView person, Period period, ImmutableArray<KpiCell> cells, Money? target,
        ImmutableArray<ConductEntry> conduct, ImmutableArray<WarningItem> warnings, long refusals, DateTimeOffset now)
    {
        var totals = cells.Aggregate(default(KpiTotals), (sum, cell) => sum + cell.Totals);
        var (won, importedWon) = Won(cells, target?.Currency);
        return new()
        {
            Id = person.Id,
            Name = person.Name,
            Period = period.Id,
            From = period.From,
            To = period.To,
            Target = target,
            Won = won,
            ImportedWon = importedWon,
            AttainmentPercent = target is { } whole && won is { } part ? AttainmentLine.Share(part.Major, whole.Major) : null,
            WinRate = totals.WinRate,
            WonCycleDays = totals.MeanWonCycleDays,
            WonCount = totals.Won,
            LostCount = totals.Lost,
            OpenCount = totals.Open,
            Coverage = person.Coverage is { } c && c.Period == period.Id ? CoverageAnswer.Of(c) : null,
            Discount = person.Balances.FirstOrDefault(b => b.Account == Accounts.Discount && b.From is { } from && period.Contains(from)),
            Refusals = refusals,
            WarningsOverdue = warnings.Count(w => w.Warning.RespondBy < now && w.Warning.Response is null),
            Conduct = conduct.Where(c => period.Contains(c.On)).GroupBy(c => c.Kind).ToImmutableDictionary(g => g.Key, g => g.Count()),
            QualificationsRequired = person.Qualifications.Length,
            // By the day in UTC: a gateway does not know the zone business days are counted in.
            QualificationsLapsed = [.. person.Qualifications.Where(q => q.ValidUntil < DateOnly.FromDateTime(now.UtcDateTime)).Select(q => q.Code)],
        };
    }

    /// <summary>Amount won in a currency, what counts and what was brought in and does not; without one, in the only one there is, null where there are several.</summary>
    private static (Money? Won, Money? Imported) Won(ImmutableArray<KpiCell> cells, string? currency)
    {
        if (currency is null)
        {
            var all = cells.Where(c => c.Totals.Won > 0 || c.Totals.WonMinor > 0).Select(c => c.Currency).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
            if (all.Length != 1)
                return (null, null);
            currency = all[0];
        }
        Money Sum(bool imported) => new((long)cells.Where(c => c.Currency == currency && Attainment.IsImported(c.Key[1]) == imported)
            .Aggregate(Int128.Zero, (sum, cell) => sum + cell.Totals.WonMinor), currency);
        return (Sum(imported: false), Sum(imported: true));
    }
}
