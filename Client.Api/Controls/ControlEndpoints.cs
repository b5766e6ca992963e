using System.Collections.Immutable;
using SalesGrid.Controls;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;

namespace SalesGrid.Gateway.Controls;

/// <summary>A control point as answered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name in the code.</param>
/// <param name="Kind">What sort of answer a breach is.</param>
/// <param name="Sources">The systems of control it answers to.</param>
/// <param name="Overridable">Whether it may be lifted on one object.</param>
/// <param name="Reason">Why a command is refused.</param>
/// <param name="Remedy">What would satisfy it.</param>
/// <param name="EnforcedBy">Methods that refuse with it.</param>
/// <param name="Commands">Commands it can refuse; <c>*</c> for every command.</param>
/// <param name="Tests">What proves it.</param>
/// <param name="Checked">Commands decided that it could have refused, since the silos the buckets are on have started; null within a scope.</param>
/// <param name="Refused">Commands it refused, from the ledger, within a scope those of its people; null for a kind of refusal that is not kept.</param>
/// <param name="Overridden">Commands that passed by an override of it, from the ledger; within a scope those on objects that its people own.</param>
public sealed record ControlItem(
    string Id, string Name, RefusalKind Kind, ImmutableArray<string> Sources, bool Overridable, LocalText Reason, LocalText Remedy,
    ImmutableArray<string> EnforcedBy, ImmutableArray<string> Commands, ImmutableArray<ControlTest> Tests, long? Checked, long? Refused,
    long Overridden);

/// <summary>The control catalogue.</summary>
public sealed record ControlPage(ImmutableArray<ControlItem> Items, int Total, string Watermark);

/// <summary>One control point, and its newest refusals.</summary>
public sealed record ControlAnswer(ControlItem Control, ImmutableArray<RefusalItem> Refusals, string Watermark);

/// <summary>The control catalogue over HTTP.</summary>
public static class ControlEndpoints
{
    /// <summary>Refusals shown with one control point.</summary>
    private const int NewestMax = 20;

    public static void MapControls(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/controls").WithTags("Controls").RequireAuthorization(Policies.Read);
        group.WithMetadata(new KeepsToScope());
        group.MapGet("", List)
            .WithSummary("控制点目录 · The control catalogue: every rule, where it is enforced, what proves it, and its figures")
            .WithDescription("""
                source: S1 to S19, or grid. overridable: true or false.
                checked counts in memory what was decided on the silo each bucket is on, since that silo started. refused and overridden come from the ledger and are exact.
                Within a scope refused is of its people, overridden of what they own, and checked is null: it is not counted by people.
                """)
            .WithQuery(Read)
            .Produces<ControlPage>();
        group.MapGet("/{id}", One)
            .WithSummary("一个控制点 · One control point, with its newest refusals")
            .Produces<ControlAnswer>();
    }

    private static async Task<IResult> List(HttpContext http, GridGateway grid)
    {
        var reader = new QueryReader(http.Request.Query);
        var (source, overridable) = Read(reader);
        if (reader.Refusal is { } refusal)
            return Problems.Of(http, refusal);
        var figures = new Figures(await Counts(http, grid), http.Scope() is not null);
        var items = ControlCatalogue.All
            .Where(c => (source is null || c.Sources.Contains(source)) && (overridable is null || c.Point.MayBeOverridden == overridable))
            .Select(figures.ItemOf)
            .ToImmutableArray();
        return Results.Ok(new ControlPage(items, items.Length, figures.Watermark));
    }

    private static (string? Source, bool? Overridable) Read(QueryReader reader)
    {
        var source = reader.Text("source");
        if (source is not null && !ControlCatalogue.IsSource(source))
            reader.Refuse("source", $"须为 S1 到 S{ControlCatalogue.SystemsMax} 或 grid", $"it must be S1 to S{ControlCatalogue.SystemsMax}, or grid");
        return (source, ControlParameters.YesNo(reader, "overridable"));
    }

    private static async Task<IResult> One(string id, HttpContext http, GridGateway grid)
    {
        if (ControlCatalogue.Find(id) is not { } control)
            return Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse(id));
        var newest = await RefusalEndpoints.Page(grid, new() { ControlPoint = id, Limit = NewestMax, Scope = http.Scope(), Without = http.User.WithoutAccounts() }, http.RequestAborted);
        var figures = new Figures(await Counts(http, grid), http.Scope() is not null);
        return Results.Ok(new ControlAnswer(figures.ItemOf(control), newest.Items, figures.Watermark));
    }

    /// <summary>What every bucket counts, of what the caller may read.</summary>
    internal static Task<ControlCounts[]> Counts(HttpContext http, GridGateway grid) => http.Scope() is { } scope
        ? grid.AskAll((projection, _) => projection.ControlCountsOf(scope), http.RequestAborted)
        : grid.AskAll((projection, _) => projection.ControlCounts(), http.RequestAborted);

    /// <summary>The figures of all buckets together.</summary>
    private sealed class Figures(ControlCounts[] parts, bool isWithinScope)
    {
        private readonly Dictionary<string, long> refused = Sum(parts.SelectMany(p => p.Refused).Select(c => (c.ControlPoint, c.Refused)));
        private readonly Dictionary<string, long> overridden = Sum(parts.SelectMany(p => p.Overridden).Select(c => (c.Name, c.Count)));
        private readonly Dictionary<string, long> decided = Sum(parts.SelectMany(p => p.Decided).Select(c => (c.Name, c.Count)));

        public string Watermark => Watermarks.Text(parts.Select(p => p.Watermark));

        public ControlItem ItemOf(CataloguedControl c)
        {
            var p = c.Point;
            return new(p.Id, c.Name, p.Kind, c.Sources, p.MayBeOverridden, p.Reason, p.Remedy, c.Evidence.EnforcedBy, c.Evidence.Commands,
                c.Evidence.Tests, isWithinScope ? null : c.CheckedBy(decided),
                RefusalLog.IsKept(p.Kind) ? refused.GetValueOrDefault(p.Id) : null, overridden.GetValueOrDefault(p.Id));
        }

        private static Dictionary<string, long> Sum(IEnumerable<(string Name, long Count)> counts) =>
            counts.GroupBy(c => c.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(c => c.Count), StringComparer.Ordinal);
    }
}
