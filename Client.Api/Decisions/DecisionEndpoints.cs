using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SalesGrid.Decisions;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Decisions;

/// <summary>Receipts of decisions over HTTP. Who may read an object may read what was decided about it, and nothing of other objects by that.</summary>
public static class DecisionEndpoints
{
    private const string Description = """
        What the rules were shown, with versions, and what became of each control point that can refuse such a command. What the caller may not read of it is counted in hidden.
        kept is false for what was decided before receipts were kept.
        """;

    private const string RecomputeDescription = """
        The rules of this program are asked again what they decided, on the objects as they were at the versions noted. outcome: same, differs (both answers are here) or cannot (reason).
        Changes nothing. Objects with more than 10,000 entries at the time are not folded again.
        """;

    private static readonly Dictionary<string, KindApi> KindsByName = KindApis.All.ToDictionary(k => k.Kind, StringComparer.Ordinal);

    public static void MapDecisions(this IEndpointRouteBuilder app)
    {
        foreach (var kind in KindApis.All)
        {
            var group = app.MapGroup($"/api/decisions/{kind.Kind}").WithTags("Decisions").RequireAuthorization(kind.ReadPolicy);
            group.HideAccounts(kind);
            if (kind.ReadableBy != ReadableBy.WholeGrid)
                group.WithMetadata(kind.ScopeOfPath);
            group.MapGet("/{id}/{version}", (string id, string version, HttpContext http, GridGateway grid) => One(kind, id, version, http, grid))
                .WithSummary("决定依据 · What was decided when the object came to a version, and on what")
                .WithDescription(Description)
                .Produces<DecisionAnswer>();
            group.MapGet("/{id}/{version}/recompute", (string id, string version, HttpContext http, GridGateway grid) => Again(kind, id, version, http, grid))
                .WithSummary("重新计算 · What the rules answer to the same on the same now")
                .WithDescription(RecomputeDescription)
                .Produces<RecomputeAnswer>();
        }
        var refusals = app.MapGroup("/api/decisions/refusals").WithTags("Decisions").RequireAuthorization(Policies.Read).WithMetadata(new KeepsToScope());
        refusals.MapGet("/{id}", (string id, HttpContext http, GridGateway grid) => OneRefusal(id, http, grid))
            .WithSummary("拒绝依据 · What a refused command was refused on, by the id of the refusal")
            .WithDescription(Description)
            .Produces<DecisionAnswer>();
        refusals.MapGet("/{id}/recompute", (string id, HttpContext http, GridGateway grid) => RefusalAgain(id, http, grid))
            .WithSummary("重新计算 · Whether the rules refuse the same on the same now")
            .WithDescription(RecomputeDescription)
            .Produces<RecomputeAnswer>();
    }

    private static async Task<IResult> One(KindApi kind, string id, string version, HttpContext http, GridGateway grid)
    {
        var (receipt, problem) = await Find(kind, id, version, http, grid);
        return receipt is null ? problem! : Results.Ok(await Answer(receipt, kind, id, http, grid));
    }

    private static async Task<IResult> Again(KindApi kind, string id, string version, HttpContext http, GridGateway grid)
    {
        var (receipt, problem) = await Find(kind, id, version, http, grid);
        return receipt is null ? problem! : Results.Ok(await Recompute(receipt, kind, id, http, grid));
    }

    private static async Task<IResult> OneRefusal(string id, HttpContext http, GridGateway grid) =>
        await FindRefusal(id, http, grid) is ({ } receipt, { } kind, { } of) ? Results.Ok(await Answer(receipt, kind, of, http, grid)) : NoRefusal(id, http);

    private static async Task<IResult> RefusalAgain(string id, HttpContext http, GridGateway grid) =>
        await FindRefusal(id, http, grid) is ({ } receipt, { } kind, { } of) ? Results.Ok(await Recompute(receipt, kind, of, http, grid)) : NoRefusal(id, http);

    private static async ValueTask<(DecisionReceipt? Receipt, IResult? Problem)> Find(KindApi kind, string id, string version, HttpContext http, GridGateway grid)
    {
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return (null, Problems.Invalid(http, "version", "须为 1 以上的整数", "it must be a whole number from 1"));
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Subject(kind.Kind, id), static s => s.Owner(), http.RequestAborted) is not { Version: > 0 } known)
            return (null, SubjectEndpoints.NotFound(kind, id, http));
        return number <= known.Version && await grid.Ask(grid.Subject(kind.Kind, id), s => s.Decision(number), http.RequestAborted) is { } receipt
            ? (receipt, null)
            : (null, Results.Problem(Problems.Details(http, StatusCodes.Status404NotFound, "unknown-version",
                new($"{kind.Kind}/{id} 没有版本 {number}。", $"{kind.Kind}/{id} never was at version {number}."),
                new($"当前版本为 {known.Version}。", $"It is at version {known.Version}."))));
    }

    private static async ValueTask<(DecisionReceipt? Receipt, KindApi? Kind, string? Id)> FindRefusal(string id, HttpContext http, GridGateway grid)
    {
        if (!SubjectId.IsValid(id) || await grid.Ask(grid.Grain<IRefusal>($"refusal/{id}"), static r => r.Decision(), http.RequestAborted) is not { } receipt
            // As in the list of refusals: those of whom the caller may read.
            || http.Scope()?.Admits(receipt.Actor) == false)
            return default;
        var slash = receipt.Subject.IndexOf('/');
        return KindsByName.TryGetValue(receipt.Subject[..slash], out var kind) && !kind.IsHidden(http.User, receipt.Subject[(slash + 1)..]) ? (receipt, kind, receipt.Subject[(slash + 1)..]) : default;
    }

    private static IResult NoRefusal(string id, HttpContext http) => Problems.Of(http, ControlPoints.ControlledObjectMustExist.Refuse($"refusal/{id}"));

    private static async Task<DecisionAnswer> Answer(DecisionReceipt r, KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        var withheld = await Withheld(r, kind, id, http, grid);
        var of = await KeptTypes.ObjectOf(kind, id, NamesOf(r.Events), r.Command, http, grid);
        var scope = http.Scope();
        var inputs = await Readable(r.Inputs, scope, http, grid);
        var granted = await Readable(r.Granted, scope, http, grid);
        // What is of no object is figures and names from anywhere in the company.
        var values = scope is null ? r.Values : [];
        return new(r.Kept, r.Subject, r.Before, r.After, r.At, r.Today, r.Actor, r.CommandId, r.Command,
            withheld.Content || r.Content is null || r.Command is null ? null : KeptTypes.Command(r.Command, r.Content, of),
            NamesOf(r.Duties), r.Units, NamesOf(r.Stands), r.ByMachine, r.Rules, r.RefusedBy is null, r.RefusedBy, r.Missing, r.Points,
            inputs, values.ToDictionary(v => v.Name, v => JsonElement.Parse(v.Json), StringComparer.Ordinal), granted,
            r.Inputs.Length - inputs.Length + r.Granted.Length - granted.Length + r.Values.Length - values.Length, r.MoreInputs, Shown(kind, of, r.Events, withheld))
        {
            // Who leads whom, and acts for whom, is no secret.
            StandsFor = r.StandsFor,
        };
    }

    private static async Task<RecomputeAnswer> Recompute(DecisionReceipt r, KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        var withheld = await Withheld(r, kind, id, http, grid);
        var again = await grid.Ask(grid.Subject(kind.Kind, id), s => s.Recompute(r), http.RequestAborted);
        var of = await KeptTypes.ObjectOf(kind, id, NamesOf(r.Events).Concat(NamesOf(again.Events)), null, http, grid);
        // The reason may name an object that is not the caller's to know of.
        var reason = again.Reason is { } && (http.Scope() is not null || r.Inputs.Concat(r.Granted).Any(input => AccountGate.IsHidden(http.User, input.Subject))) ? new LocalText("所依据的内容已无法重现。", "What it was decided on cannot be shown again.") : again.Reason;
        return new(again.Outcome, again.RulesThen, again.RulesNow, again.RulesThen is not null && again.RulesThen != again.RulesNow, reason,
            new(r.RefusedBy, Shown(kind, of, r.Events, withheld)),
            again.Outcome == RecomputeOutcome.Cannot ? null : new(again.RefusedBy, Shown(kind, of, again.Events, withheld)));
    }

    /// <summary>What of a decision the caller may not read, though they may read the object.</summary>
    private static async ValueTask<(bool Content, IReadOnlySet<string> Types)> Withheld(DecisionReceipt r, KindApi kind, string id, HttpContext http, GridGateway grid)
    {
        // What was asked about users is not repeated.
        if (kind.IsOfAdministration && r.RefusedBy is not null)
            return (true, ImmutableHashSet<string>.Empty);
        return kind.View.Private is { } kept && !await kept.MayRead(http, grid, id) ? (true, kept.Types) : (false, ImmutableHashSet<string>.Empty);
    }

    private static ImmutableArray<DecisionEvent> Shown(
        KindApi kind, IMaskedObject? of, ImmutableArray<DecidedEvent> events, (bool Content, IReadOnlySet<string> Types) withheld) => events.IsDefault ? [] :
        [.. events.Select(e => new DecisionEvent(e.Type, withheld.Types.Contains(e.Type) ? null : KeptTypes.Event(kind, e.Type, e.Data, of)))];

    private static IEnumerable<string> NamesOf(ImmutableArray<DecidedEvent> events) => events.IsDefault ? [] : events.Select(e => e.Type);

    private static async ValueTask<ImmutableArray<InputVersion>> Readable(ImmutableArray<InputVersion> inputs, OwnerScope? scope, HttpContext http, GridGateway grid)
    {
        if (scope is null)
            return inputs.RemoveAll(input => AccountGate.IsHidden(http.User, input.Subject));
        var readable = ImmutableArray.CreateBuilder<InputVersion>(inputs.Length);
        foreach (var input in inputs)
        {
            var slash = input.Subject.IndexOf('/');
            if (KindsByName.TryGetValue(input.Subject[..slash], out var kind) && !AccountGate.IsHidden(http.User, input.Subject) && kind.ReadableBy switch
            {
                ReadableBy.Everybody => true,
                ReadableBy.Scope => await grid.IsWithin(scope, kind.Kind, input.Subject[(slash + 1)..], http.RequestAborted),
                _ => false,
            })
                readable.Add(input);
        }
        return readable.ToImmutable();
    }

    private static ImmutableArray<string> NamesOf<T>(T flags) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Where(f => Convert.ToInt32(f, CultureInfo.InvariantCulture) is var bit && bit != 0 && (bit & (bit - 1)) == 0 && flags.HasFlag(f))
            .Select(f => JsonNamingPolicy.CamelCase.ConvertName(f.ToString()))];
}
