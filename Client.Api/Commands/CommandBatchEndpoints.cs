using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SalesGrid.Gateway.Grid;
using SalesGrid.Gateway.Http;
using SalesGrid.Gateway.Limits;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Commands;

/// <summary>What became of one command among many.</summary>
public sealed record BatchResult
{
    public required string Id { get; init; }
    public required bool Accepted { get; init; }
    public int? Version { get; init; }
    public long? Seq { get; init; }
    public bool? Replayed { get; init; }
    public string? ControlPoint { get; init; }

    /// <summary>Sort of refusal; <c>busy</c> and <c>unknown</c> ask for the same command to be sent again.</summary>
    public string? Kind { get; init; }

    public LocalText? Reason { get; init; }
    public LocalText? Remedy { get; init; }
    public string? Field { get; init; }

    /// <summary>Everything that is missing, the most important first; null when accepted.</summary>
    public ImmutableArray<MissingItem>? Missing { get; init; }
}

/// <summary>What became of many commands, in the order sent.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

/// <summary>Many commands in one request: the same commands, the same rules, fewer round trips.</summary>
public static class CommandBatchEndpoints
{
    /// <summary>Most commands in one request.</summary>
    public const int CommandsMax = 1_000;

    /// <summary>Most bytes of one request.</summary>
    public const long BodyBytesMax = 8 * 1024 * 1024;

    /// <summary>Fewer objects of a kind that begin than this are sent one by one, as in requests of their own.</summary>
    private const int IntakeFrom = 8;

    private static readonly Refusal Unknown = new("", RefusalKind.Busy,
        new("未能在规定时间内得到答复,结果未知。", "There was no answer in time; the outcome is not known."),
        new("以同一命令编号重试。", "Send the same command again."));

    public static void MapCommandBatches(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/commands", Execute)
            .WithTags("Commands")
            .RequireAuthorization(Policies.WriteAccounts)
            .WithMetadata(new KeepsToScope())
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(BodyBytesMax))
            .WithSummary("批量命令 · Up to 1,000 commands in one request")
            .WithDescription("type is the kind and the command, body what the command's own path takes. Carried out side by side, commands on one object in their order. One result for each, in order: a command that is refused leaves the others alone.")
            .WithExample(new
            {
                commands = new object[]
                {
                    new { type = "salesperson.create", id = "S-017", commandId = "load-1", body = new { name = "王芳", team = "华东一组", region = "华东" } },
                    new { type = "opportunity.import", id = "OLD-1", commandId = "load-2", body = new { ownerId = "S-017", status = "open", stage = "development", source = "crm" } },
                    new { type = "opportunity.advance", id = "OPP-7", commandId = "load-3", expectedVersion = 4 },
                },
            })
            .Accepts<BatchBody>("application/json")
            .Produces<BatchAnswer>();

    private static async Task<IResult> Execute(
        HttpContext http, GridGateway grid, Admission admission, IOptions<JsonOptions> json, ILogger<BatchBody> logger)
    {
        // From one piece of memory: read from the pieces it came in, each command is gone through once more to find its end.
        using var sent = await CommandBody.Read(http);
        var body = sent.As<BatchBody>(json.Value.SerializerOptions);
        if (body.Commands is not { Count: > 0 and <= CommandsMax })
            return Problems.Invalid(http, "commands", $"须有 1 到 {CommandsMax} 条命令", $"1 to {CommandsMax} commands");
        using var room = admission.Admit(http, body.Commands.Count);
        if (!room.IsAcquired)
            return Results.Problem(Admission.TooMany(http, room));
        var caller = new Caller(http.User, http.User.Identity!.Name!, ApiKeys.DutiesOf(http.User), Visitor.UnitsOf(http.User), Visitor.IsMachine(http.User), http.Scope());
        var results = new BatchResult[body.Commands.Count];
        await Begin(body.Commands, results, caller, grid, http.RequestAborted);
        // Objects side by side, the commands of one object one after the other.
        await Task.WhenAll(body.Commands
            .Select((command, index) => (Command: command, Index: index))
            .Where(c => c.Command is not null && results[c.Index] is null)
            .GroupBy(c => (c.Command!.Kind?.Kind, c.Command.Id))
            .Select(async sameObject =>
            {
                foreach (var (command, index) in sameObject)
                    results[index] = await One(command!, caller, http, grid, logger);
            }));
        for (var i = 0; i < results.Length; i++)
            results[i] ??= Refused("", Validation.Invalid($"commands[{i}]", "不能为 null", "it must not be null"));
        if (body.Commands.Any(c => c?.Kind?.MovesScopes == true))
            http.RequestServices.GetRequiredService<IReadScopes>().Forget();
        return Results.Ok(new BatchAnswer(results));
    }

    /// <summary>
    /// Objects that begin with this batch are begun bucket by bucket, where their kind can. What is not answered here is left to the
    /// object itself; sent again under the same id, a command that was carried out after all is not carried out twice.
    /// </summary>
    private static async Task Begin(IReadOnlyList<BatchCommand?> commands, BatchResult[] results, Caller caller, GridGateway grid, CancellationToken gone)
    {
        var seen = new HashSet<(string Kind, string Id)>();
        var begun = new List<(int Index, KindApi Kind, FirstCommand First)>();
        for (var i = 0; i < commands.Count; i++)
        {
            // Only the first command on an object can begin it.
            if (commands[i] is { Command: { } first, Kind: { Intake: { } intake } kind } command && kind.IsOpenTo(caller.Visitor) && SubjectId.IsValid(command.Id)
                && seen.Add((kind.Kind, command.Id)) && intake.Begins(first) && (caller.Scope is null || first is not IRefersTo))
                begun.Add((i, kind, new(command.Id, first, caller.Envelope(command))));
        }
        var buckets = begun.Count < IntakeFrom ? 0 : (await grid.Layout(gone)).BucketCount;
        await Task.WhenAll(begun
            .GroupBy(b => b.Kind.Kind, StringComparer.Ordinal)
            .Where(kind => kind.Count() >= IntakeFrom)
            .SelectMany(kind => kind.GroupBy(b => SubjectId.BucketOf($"{kind.Key}/{b.First.Id}", buckets)))
            .Select(async bucket =>
            {
                try
                {
                    var receipts = await bucket.First().Kind.Intake!.Begin(grid, bucket.Key, [.. bucket.Select(b => b.First)], gone);
                    foreach (var ((index, _, first), receipt) in bucket.Zip(receipts))
                    {
                        if (receipt is not null)
                            grid.Note(receipt);
                        results[index] = receipt is null ? null! : Accepted(first.Id, receipt);
                    }
                }
                catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) && !gone.IsCancellationRequested)
                {
                    // Each object tells for itself what became of it.
                }
            }));
    }

    private static BatchResult Accepted(string id, Receipt receipt) =>
        new() { Id = id, Accepted = true, Version = receipt.Version, Seq = receipt.Seq, Replayed = receipt.Replayed };

    private static async Task<BatchResult> One(BatchCommand command, Caller caller, HttpContext http, GridGateway grid, ILogger logger)
    {
        var gone = http.RequestAborted;
        if (command.Kind?.IsOpenTo(caller.Visitor) == false)
            return Refused(command.Id, NotTheirs(KindApis.Commands[command.Type].Route.Command, caller.Name, $"{command.Kind.Kind}/{QuotedText.Of(command.Id)}"));
        if (command.Kind is { } of && !KindApis.Commands[command.Type].Route.Begins && of.IsHidden(caller.Visitor, command.Id))
            return Refused(command.Id, SubjectEndpoints.NotThere(of, command.Id));
        if ((Validation.RequiredId("id", command.Id) ?? command.Unreadable
            ?? KindApis.Commands[command.Type].Route.Guard?.Invoke(http.RequestServices, command.Id, command.Command!)) is { } refused)
            return Refused(command.Id, refused);
        try
        {
            if (command.Kind!.ReadableBy == ReadableBy.Scope && !KindApis.Commands[command.Type].Route.Begins && !await grid.IsWithin(caller.Scope, command.Kind.Kind, command.Id, gone))
                return Refused(command.Id, SubjectEndpoints.NotThere(command.Kind, command.Id));
            if (await ScopeGate.WhyNotNamed(caller.Scope, command.Command!, grid, gone) is { } notThere)
                return Refused(command.Id, notThere);
            var receipt = await grid.Send(command.Kind.Kind, command.Id, command.Command!, caller.Envelope(command), gone);
            return receipt.Refusal is { } refusal ? Refused(command.Id, refusal) : Accepted(command.Id, receipt);
        }
        catch (Exception e) when (FaultHandler.IsUnknownOutcome(e) && !gone.IsCancellationRequested)
        {
            logger.LogWarning(e, "No answer in time to a {Type} command", command.Type);
            return Refused(command.Id, Unknown) with { ControlPoint = null, Kind = "unknown" };
        }
    }

    /// <summary>The refusal of a command to a kind its sender has no part in: as it is where the object itself is asked.</summary>
    private static Refusal NotTheirs(Type command, string actor, string subject)
    {
        var who = SentByAttribute.Of(command).Named(null);
        return ControlPoints.SenderMustHaveStanding.Refuse(actor, subject, string.Join(", ", who)).Needing(by: who);
    }

    private static BatchResult Refused(string id, Refusal refusal) => new()
    {
        Id = QuotedText.Of(id),
        Accepted = false,
        ControlPoint = refusal.ControlPoint,
        Kind = char.ToLowerInvariant(refusal.Kind.ToString()[0]) + refusal.Kind.ToString()[1..],
        Reason = refusal.Reason,
        Remedy = refusal.Remedy,
        Field = refusal.Field,
        Missing = refusal.Missing,
    };

    /// <summary>Who sends the batch.</summary>
    private sealed record Caller(System.Security.Claims.ClaimsPrincipal Visitor, string Name, Duties Duties, ImmutableArray<string> Units, bool IsMachine, OwnerScope? Scope)
    {
        public Envelope Envelope(BatchCommand command) => new(command.CommandId, Name, command.ExpectedVersion, Duties) { Units = Units, ByMachine = IsMachine };
    }
}
