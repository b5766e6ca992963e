using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesGrid.Chaos.Load;

/// <summary>Chooses one worker's commands from a seed.</summary>
internal sealed class Workload(int seed, int worker, Deals deals)
{
    private static readonly string[] Products = ["CNC-5", "CNC-7", "Laser-2", "Press-90"];
    private static readonly string[] Currencies = ["CNY", "CNY", "CNY", "USD", "JPY"];
    private static readonly string[] LossReasons = ["price", "competitor", "no-budget", "timing"];

    // The key-account process as a caller knows it: stages, and what each asks for.
    internal static readonly string[] StageIds = ["development", "initiation", "proposal", "bidding", "negotiation", "implementation"];
    private static readonly string[][] EvidenceKinds =
    [
        ["project-information"], ["initiation-report"], ["solution-proposal", "relationship-map"], ["bid-result"],
        ["contract-approval", "signed-contract"], ["acceptance-report"],
    ];

    private readonly Random random = new(unchecked((seed * 7919) + worker));
    private int number;

    /// <summary>Salespeople of every run, in <see cref="SetUp"/>.</summary>
    public const int PeopleCount = 6;

    /// <summary>Customers of every run.</summary>
    public const int CustomerCount = 8;

    /// <summary>Commands that make the people and customers the others speak of.</summary>
    public static IEnumerable<SentCommand> SetUp()
    {
        for (var i = 1; i <= PeopleCount; i++)
            yield return Create("salesperson", $"S-{i}", "/api/salespeople", "SalespersonRegistered", $"person {i}.",
                new() { ["id"] = $"S-{i}", ["name"] = $"person {i}.", ["team"] = $"team {i % 3}", ["region"] = i % 2 == 0 ? "华东" : "华南" });
        for (var i = 1; i <= CustomerCount; i++)
            yield return Create("customer", $"C-{i}", "/api/customers", "CustomerRegistered", $"customer {i}.",
                new() { ["id"] = $"C-{i}", ["name"] = $"customer {i}.", ["sector"] = $"sector {i % 3}" });

        static SentCommand Create(string kind, string id, string path, string type, string token, JsonObject body) =>
            new($"set-up-{id}", $"{kind}/{id}", path, body, type, token) { SentAt = DateTimeOffset.UtcNow };
    }

    /// <summary>A pause before the next command.</summary>
    public TimeSpan Pause() => TimeSpan.FromMilliseconds(random.Next(5, 60));

    /// <summary>One in so many, by the worker's own dice.</summary>
    public bool OneIn(int many) => random.Next(many) == 0;

    /// <summary>The next command, and the opportunity it is about.</summary>
    public (SentCommand Command, Deal Deal) Next()
    {
        var dice = random.Next(100);
        if (dice < 12 || deals.Choose(random) is not { } deal)
            return Open();
        return (dice switch
        {
            < 37 => Activity(deal),
            < 50 => Value(deal),
            < 60 => Reassign(deal),
            < 64 => deal.Closed ? Reopen(deal) : Lose(deal),
            _ => Proceed(deal),
        }, deal);
    }

    private (SentCommand, Deal) Open()
    {
        var token = Token();
        var deal = new Deal($"O-{worker}-{number}");
        var body = new JsonObject { ["id"] = deal.Id, ["ownerId"] = Person(), ["name"] = token };
        if (random.Next(3) > 0)
            AddFacts(body);
        deal.Valued = body.ContainsKey("amount");
        return (new(Key(), $"opportunity/{deal.Id}", "/api/opportunities", body, "OpportunityOpened", token) { SentAt = DateTimeOffset.UtcNow }, deal);
    }

    /// <summary>One step on the way to a win, whatever is missing for it.</summary>
    private SentCommand Proceed(Deal deal)
    {
        if (deal.Closed)
            return Activity(deal);
        if (!deal.Valued)
            return Value(deal);
        var stage = deal.Stage;
        var kinds = EvidenceKinds[stage];
        if (deal.Evidence < kinds.Length)
            return Evidence(deal, kinds[deal.Evidence]);
        if (stage == 4 && random.Next(2) == 0 || stage == 5)
            return Win(deal);
        return Step(deal, stage == 3 && random.Next(6) == 0 ? StageIds[2] : StageIds[Math.Min(stage + 1, StageIds.Length - 1)]);
    }

    private SentCommand Activity(Deal deal)
    {
        var token = Token();
        return On(deal, "activities", "ActivityRecorded", token, new() { ["kind"] = "visit", ["summary"] = token });
    }

    private SentCommand Evidence(Deal deal, string kind)
    {
        var token = Token();
        return On(deal, "evidence", "EvidenceAttached", token, new() { ["kind"] = kind, ["reference"] = token });
    }

    private SentCommand Value(Deal deal)
    {
        var token = Token();
        var body = new JsonObject { ["name"] = token };
        AddFacts(body);
        return On(deal, "value", "OpportunityValued", token, body);
    }

    private SentCommand Reassign(Deal deal)
    {
        var token = Token();
        return On(deal, "reassign", "OpportunityReassigned", token, new() { ["ownerId"] = Person(), ["reason"] = token });
    }

    private SentCommand Lose(Deal deal)
    {
        var token = Token();
        return On(deal, "lose", "OpportunityLost", token, new() { ["reason"] = Pick(LossReasons), ["note"] = token });
    }

    private SentCommand Reopen(Deal deal)
    {
        var token = Token();
        return On(deal, "reopen", "OpportunityReopened", token, new() { ["reason"] = token });
    }

    private SentCommand Win(Deal deal)
    {
        // There is no text in a win. Its amount is the token: no other command of the run has it.
        var minor = 1_000_000_000L + (worker * 10_000_000L) + number++;
        return On(deal, "win", "OpportunityWon", minor.ToString(CultureInfo.InvariantCulture),
            new() { ["amount"] = Money(minor / 100m, "CNY") });
    }

    private SentCommand Step(Deal deal, string to) => On(deal, "advance", null, null, new() { ["to"] = to });

    private SentCommand On(Deal deal, string verb, string? type, string? token, JsonObject body) =>
        new(Key(), $"opportunity/{deal.Id}", $"/api/opportunities/{deal.Id}/{verb}", body, type, token) { SentAt = DateTimeOffset.UtcNow };

    private void AddFacts(JsonObject body)
    {
        var currency = Pick(Currencies);
        body["customerId"] = $"C-{random.Next(1, CustomerCount + 1)}";
        body["product"] = Pick(Products);
        body["channel"] = random.Next(2) == 0 ? "direct" : "partner";
        body["amount"] = Money(currency == "JPY" ? random.Next(1, 9_000_000) : random.Next(1, 900_000_000) / 100m, currency);
        body["expectedCloseOn"] = new DateOnly(2027, 1, 1).AddDays(random.Next(500)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static JsonObject Money(decimal amount, string currency) => new() { ["amount"] = amount, ["currency"] = currency };

    private string Person() => $"S-{random.Next(1, PeopleCount + 1)}";

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];

    // Ends with a dot, so that no token is the beginning of another.
    private string Token() => $"token {worker}-{++number}.";

    private string Key() => $"k-{worker}-{++number}";
}
