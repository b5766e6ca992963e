using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesGrid.Controls;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Opportunities;
using SalesGrid.Reservations;
using SalesGrid.Subjects;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// Whichever way a command comes in, the same rule decides it: a person's key, the administrator's, many at once, a file to
/// import, the grid's own timers, a program that calls a grain.
/// </summary>
public sealed class DoorTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string AdminSuffix = "-admin";

    /// <summary>Enough openings in one batch for them to go past the grains of the opportunities.</summary>
    private const int Fillers = 9;

    private readonly Dictionary<string, HttpClient> keys = [];
    private Gateway gateway = null!;
    private int commands;

    public async ValueTask InitializeAsync()
    {
        string[] settings = [.. ForbiddenActs.People.SelectMany((person, i) => KeyOf((2 * i) + 1, person.Name, "", "Writer", person.Duties)
            .Concat(KeyOf((2 * i) + 2, person.Name, AdminSuffix, "Admin", Duties.None)))];
        gateway = await Gateway.Start(null, settings);
        foreach (var (name, _) in ForbiddenActs.People)
        {
            keys.Add(name, gateway.ClientFor($"{name}-key"));
            keys.Add(name + AdminSuffix, gateway.ClientFor($"{name}{AdminSuffix}-key"));
        }
        await ForbiddenActs.Set(async (subject, command, actor) =>
        {
            var receipt = await Subject(subject).Do(command, Envelope(actor, ForbiddenActs.Everything & ~Duties.Grid));
            Assert.True(receipt.Accepted, $"{subject}: {command.GetType().Name} was refused by {receipt.Refusal?.ControlPoint}: {receipt.Refusal?.Reason.En}");
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in keys.Values)
            client.Dispose();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Every_door_meets_the_same_rules()
    {
        List<string> wrong = [];
        var (tried, doors) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var act in ForbiddenActs.All)
        {
            // What the grid itself has yet to do about the object (count what a leaver has in hand) is not what came of the act.
            await Subject(act.Subject).Wake();
            var before = await Look(act.Subject);
            foreach (var (door, send) in DoorsOf(act))
            {
                tried++;
                doors[door] = doors.GetValueOrDefault(door) + 1;
                var refusedBy = await send();
                if (refusedBy != act.ControlPoint.Id)
                    wrong.Add($"{act.ControlPoint.Id} {act.Subject} {act.Command.GetType().Name}, {door}: {refusedBy ?? "accepted"}");
            }
            // Refused must also mean that nothing came of it.
            if (await Look(act.Subject) is var after && after != before)
                wrong.Add($"{act.Subject} {act.Command.GetType().Name}: was {before}, is {after}");
        }
        output.WriteLine($"{ForbiddenActs.All.Length} acts of {ForbiddenActs.All.Select(a => a.ControlPoint.Id).Distinct().Count()} control points, {tried} attempts: "
            + string.Join(", ", doors.Select(d => $"{d.Key} {d.Value}")));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True((await gateway.Get("/api/ledger/verify")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_file_to_import_meets_them_too()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-door-");
        try
        {
            var rejects = Path.Combine(folder.FullName, "rejects.csv");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mapping.json"), Files.Mapping);
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "customers.csv"), Files.Customers.Select(r => r.Row).Prepend("id,name,code"));
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "deals.csv"), Files.Deals.Select(r => r.Row).Prepend("id,owner,customer,stage,amount,opened,closed"));
            (string Id, string? ControlPoint)[] rows =
            [
                .. Files.Customers.Select(r => ("customer/" + r.Row[..r.Row.IndexOf(',', StringComparison.Ordinal)], r.ControlPoint)),
                .. Files.Deals.Select(r => ("opportunity/" + r.Row[..r.Row.IndexOf(',', StringComparison.Ordinal)], r.ControlPoint)),
            ];
            var before = new Dictionary<string, string>();
            foreach (var (id, _) in rows)
                before[id] = await Look(id);
            await using (var import = GridProcess.Run("Client.Cli", ["import", folder.FullName, "--mapping", Path.Combine(folder.FullName, "mapping.json"),
                "--server", gateway.Address.ToString(), "--lang", "en", "--state", Path.Combine(folder.FullName, "state.json"), "--rejects", rejects],
                ("GRID_ADMIN_KEY", Gateway.AdminKey)))
                Assert.True(await import.Exit() == 2, import.Output);
            var found = (await File.ReadAllLinesAsync(rejects)).Skip(1).Select(line => line.Split(',')).ToDictionary(
                cells => $"{(cells[0] == "deals.csv" ? "opportunity" : "customer")}/{cells[2]}", cells => cells[3]);
            foreach (var (id, controlPoint) in rows)
            {
                Assert.Equal(controlPoint, found.GetValueOrDefault(id));
                // A good row shows that the door is open at all.
                Assert.Equal(controlPoint is null, await Look(id) != before[id]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Holds_are_no_door_at_all()
    {
        // No surface has a command that takes, confirms or gives back a reservation, or that only the grid may send between objects.
        Assert.DoesNotContain(KindApis.Commands.Values.Select(c => c.Route), door => typeof(ReservationCommand).IsAssignableFrom(door.Command));
        string[] names = ["takeReservation", "take-reservation", "TakeReservation", "reservation", "releaseReservation", "release-reservation", "confirmReservation", "confirm-reservation", "noteStepsDone"];
        var (customer, seller) = (await Look("customer/C1"), await Look("salesperson/S1"));
        foreach (var surface in KindApis.All)
        {
            var id = surface.Kind == "customer" ? "C1" : "S1";
            foreach (var name in names)
            {
                object body = new { account = "credit", token = "stolen", @for = "contract/K-beyond", amount = new { amount = 1, currency = "CNY" } };
                var answer = await gateway.Post($"/api/{surface.Path}/{id}/{name}", body);
                Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
                var batch = await gateway.Post("/api/commands", new
                {
                    commands = new object[]
                    {
                        new { type = $"{surface.Kind}.{name}", id, commandId = $"h-{surface.Kind}-{name}", body },
                        new { type = name, id, commandId = $"h-{surface.Kind}-{name}-2", body },
                    },
                });
                Assert.All(batch.Json.GetProperty("results").EnumerateArray(), r => Assert.Equal("type", r.GetProperty("field").GetString()));
            }
        }
        // A program that calls the grain with every duty a person can have gets no further.
        foreach (ReservationCommand command in new ReservationCommand[] { new TakeReservation("credit", "stolen", "contract/K-beyond", new Money(1, "CNY")), new ReleaseReservation("contract/K-signed@5:credit"), new ConfirmReservation("x") })
        {
            var receipt = await Subject("customer/C1").Do(command, Envelope("admin", ForbiddenActs.Everything & ~Duties.Grid));
            Assert.Equal("CP-RSV-06", receipt.Refusal?.ControlPoint);
        }
        Assert.Equal((customer, seller), (await Look("customer/C1"), await Look("salesperson/S1")));
    }

    /// <summary>Every way to ask for something; each answers which control point refused it, null when it was accepted.</summary>
    private IEnumerable<(string Door, Func<Task<string?>> Send)> DoorsOf(ForbiddenAct act)
    {
        var duties = ForbiddenActs.People.First(p => p.Name == act.By).Duties;
        if (act.Path is { } path)
        {
            yield return ("writer", async () => (await Answer.Of(await keys[act.By].PostAsync(path, JsonContent.Create(act.Body())))).ControlPoint);
            var admin = act.Personal ? keys[act.By + AdminSuffix] : gateway.Http;
            yield return ("administrator", async () => (await Answer.Of(await admin.PostAsync(path, JsonContent.Create(act.Body())))).ControlPoint);
        }
        if (act.BatchName is not null)
        {
            yield return ("batch", () => Batch(keys[act.By], act));
            yield return ("batch of an administrator", () => Batch(act.Personal ? keys[act.By + AdminSuffix] : gateway.Http, act));
        }
        if (act.Command is OpenOpportunity or ImportOpportunity)
            yield return ("load of many", () => Batch(keys[act.By], act, Fillers));
        yield return ("timer", () => Direct(act, act.By, Duties.Grid | duties));
        yield return ("grain", () => Direct(act, act.Personal ? act.By : "admin", ForbiddenActs.Everything));
    }

    /// <param name="fillers">How many lawful openings come along: a batch of many begins opportunities beside their grains.</param>
    private async Task<string?> Batch(HttpClient client, ForbiddenAct act, int fillers = 0)
    {
        var all = Enumerable.Range(0, fillers).Select(_ => new ForbiddenAct(act.ControlPoint, $"opportunity/filler-{++commands}", new OpenOpportunity(new(), "S1")))
            .Prepend(act).Select(one => (JsonNode?)one.InBatch($"door-{++commands}"));
        var body = new JsonObject { ["commands"] = new JsonArray([.. all]) };
        var answer = await Answer.Of(await client.PostAsync("/api/commands", JsonContent.Create(body)));
        var result = answer.Json.GetProperty("results")[0];
        Assert.Equal(fillers, answer.Json.GetProperty("results").EnumerateArray().Skip(1).Count(r => r.GetProperty("accepted").GetBoolean()));
        return result.GetProperty("accepted").GetBoolean() ? null : result.GetProperty("controlPoint").GetString();
    }

    private async Task<string?> Direct(ForbiddenAct act, string actor, Duties duties) =>
        (await Subject(act.Subject).Do(act.Command, Envelope(actor, duties))).Refusal?.ControlPoint;

    /// <summary>Version of an object and what it holds, from the grain.</summary>
    private async Task<string> Look(string subject)
    {
        var seen = await Subject(subject).Controls();
        return $"version {seen.Version} [{string.Join(' ', seen.Reservations.Select(h => $"{h.Token}:{h.Amount}"))}]";
    }

    private ISubject Subject(string subject) => gateway.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<ISubject>(GrainId.Create(subject[..subject.IndexOf('/', StringComparison.Ordinal)], subject));

    private Envelope Envelope(string actor, Duties duties) => new($"door-{++commands}", actor, Duties: duties);

    private static string[] KeyOf(int number, string name, string suffix, string role, Duties duties) =>
    [
        $"--Grid:Keys:{number}:Name={name}", $"--Grid:Keys:{number}:Role={role}", $"--Grid:Keys:{number}:Duties={duties}",
        $"--Grid:Keys:{number}:Sha256={ApiKeys.HashOf($"{name}{suffix}-key")}",
    ];

    /// <summary>Rows of files, and what refuses each; null for a good one.</summary>
    private static class Files
    {
        // Nothing is looked up in the files themselves: what is unknown, the grid finds out.
        public const string Mapping = """
            {
              "source": "crm",
              "currency": "CNY",
              "dates": ["yyyy-MM-dd"],
              "customers": { "file": "customers.csv", "id": "id", "fields": { "name": "name", "creditCode": "code" } },
              "opportunities": {
                "file": "deals.csv",
                "id": "id",
                "status": { "column": "stage", "values": {
                  "New": { "status": "open", "stage": "development" },
                  "Odd": { "status": "open", "stage": "nowhere" },
                  "Won": { "status": "won", "stage": "implementation" },
                  "Lost": { "status": "lost", "stage": "initiation", "lossReason": "weather" } } },
                "fields": {
                  "ownerId": "owner",
                  "customerId": { "column": "customer", "whenMissing": "warn" },
                  "amount": { "column": "amount", "whenMissing": "warn" },
                  "openedOn": { "column": "opened", "whenMissing": "warn" },
                  "closedOn": "closed"
                }
              }
            }
            """;

        public static readonly ImmutableArray<(string Row, string? ControlPoint)> Customers =
        [
            ("F-same,同一家,91350100M000100Y43", "CP-CLAIM-01"),
            ("F-false,别家,91350100M000100Y44", "CP-IDENT-01"),
            ("F-good,新客户,", null),
        ];

        public static readonly ImmutableArray<(string Row, string? ControlPoint)> Deals =
        [
            ("F-owner,nobody,C1,New,10,2026-01-02,", "CP-OPP-05"),
            ("F-customer,S1,nobody,New,10,2026-01-02,", "CP-OPP-06"),
            ("F-stage,S1,C1,Odd,10,2026-01-02,", "CP-STAGE-01"),
            ("F-won,S1,C1,Won,,2026-01-02,2026-02-03", "CP-WIN-02"),
            ("F-buyer,S1,,Won,10,2026-01-02,2026-02-03", "CP-WIN-03"),
            ("F-lost,S1,C1,Lost,10,2026-01-02,2026-02-03", "CP-LOSE-01"),
            ("F-dates,S1,C1,Won,10,2026-03-02,2026-02-03", "CP-OPP-08"),
            ("O-bare,S1,C1,New,10,2026-01-02,", "CP-OPP-02"),
            ("F-deal,S1,C1,Won,10,2026-01-02,2026-02-03", null),
        ];
    }
}
