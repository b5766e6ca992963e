using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using SalesGrid.Contracts;
using SalesGrid.Control.Tests.Checker;
using SalesGrid.Customers;
using SalesGrid.Ledger;
using SalesGrid.Opportunities;
using SalesGrid.PriceLists;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Testing;

namespace SalesGrid.Control.Tests;

/// <summary>
/// Many contracts are signed at once on one customer whose credit is worth a part of them, by people who try what people try:
/// sign twice, end one and sign it again, copy it, sell the same deal again, have it grow. The ledger is then read by
/// code that shares nothing with the rules.
/// </summary>
public sealed class ConcurrentContractsTests(ITestOutputHelper output)
{
    private const string Customer = "customer/C1";
    private const int Sellers = 20;
    private const int AtOnce = 256;

    /// <summary>Price of one contract, minor units.</summary>
    private const long Price = 1_000_00;

    /// <summary>What a discounted quote gives away, and what a seller may in all: thirty of them, minor units.</summary>
    private const long Discount = 20_00, DiscountBudget = 30 * Discount;

    private static readonly ContractClauses Clauses = new("一台", "出厂标准", "合计", "验收后付清", "三月底前", "每日千分之一");

    private readonly ConcurrentDictionary<string, int> refused = new();
    private readonly ConcurrentDictionary<int, long> stands = new();
    private int commands;
    private int signatures;

    private static DateOnly Today => CompanyDay.Today;

    [Fact]
    public async Task Ten_thousand_contracts_at_once_never_exceed_the_credit_of_their_customer()
    {
        const int contracts = 10_000, worth = 1_500;
        await using var grid = await ControlGrid.Start();
        var turns = await Run(grid, contracts, worth);
        var (findings, watchman) = LedgerChecker.Look(turns);
        Assert.True(findings.Count == 0, findings.ToString());

        // Exposure at every position of the customer's story, and what is left of it at the end.
        var limit = worth * Price;
        var story = Balances(turns, Customer, "credit");
        output.WriteLine($"credit {limit / 100}: highest exposure {story.Max() / 100}, at the end {story[^1] / 100}, {story.Count} movements");
        Assert.InRange(story.Max(), limit - (2 * Price) + 1, limit);
        Assert.Equal(stands.Values.Sum(), story[^1]);
        var reserved = await grid.Subject(Customer).ReservationsOfAllPages();
        Assert.Equal(story[^1], reserved.Where(h => h.Account == "credit").Sum(h => h.Amount!.Value.MinorUnits));
        Assert.All(reserved, h => Assert.Null(h.PendingUntil));

        // No seller gave away more than the budget, and some had none left.
        var given = Enumerable.Range(0, Sellers).Select(s => Balances(turns, $"salesperson/S{s}", "discount").DefaultIfEmpty().Max()).ToArray();
        output.WriteLine($"discount of {DiscountBudget / 100} a seller: most given away {given.Max() / 100}");
        Assert.All(given, g => Assert.InRange(g, Discount, DiscountBudget));
        Assert.Contains(DiscountBudget, given);

        // Every trick was tried, and met the rule it was meant to get around.
        string[] met = ["CP-AUTH-08", "CP-CLAIM-04", "CP-CONTR-03", "CP-CREDIT-05"];
        Assert.All(met, point => Assert.True(refused.GetValueOrDefault(point) > 0, $"{point} was never met"));
        string[] happened = ["ContractAmended", "ContractCompleted", "ContractReceiptRecorded", "ContractSigned", "ContractTerminated", "OpportunityReopened", "QuoteApproved"];
        Assert.All(happened, type => Assert.True(watchman.Seen.GetValueOrDefault(type) > 0, $"{type} never happened"));
        output.WriteLine("recorded: " + string.Join(", ", happened.Select(type => $"{type} {watchman.Seen[type]}")));
    }

    [Fact]
    public async Task One_contract_too_many_in_the_ledger_is_found()
    {
        await using var grid = await ControlGrid.Start();
        var turns = await Run(grid, contracts: 200, worth: 40);
        Assert.Equal(0, LedgerChecker.Look(turns).Findings.Count);
        // The broken variant: the same ledger, in which one reservation is one fen more than the credit.
        var at = turns.FindIndex(t => t.Subject == Customer && t.Lines.Any(IsCredit));
        turns[at] = new([.. turns[at].Lines.Select(line => IsCredit(line) ? WithAmount(line, (40 * Price) + 1) : line)]);
        Assert.Contains("CP-CREDIT-05", LedgerChecker.Look(turns).Findings.ControlPoints);
        Assert.True(Balances(turns, Customer, "credit").Max() > 40 * Price);
    }

    /// <summary>Drafts and reviews all contracts, has them signed at once, and reads the ledger.</summary>
    private async Task<List<Turn>> Run(ControlGrid grid, int contracts, int worth)
    {
        await Set(grid, worth);
        var watch = Stopwatch.StartNew();
        await Each(contracts, number => Prepare(grid, number));
        var prepared = watch.Elapsed;
        watch.Restart();
        var before = commands;
        await Each(contracts, number => Sign(grid, number));
        output.WriteLine($"{contracts} contracts prepared in {prepared.TotalSeconds:f1} s ({before / prepared.TotalSeconds:f0} commands/s), "
            + $"signed in {watch.Elapsed.TotalSeconds:f1} s ({(commands - before) / watch.Elapsed.TotalSeconds:f0} commands/s, {AtOnce} at once)");
        output.WriteLine($"{signatures} contracts were signed, {stands.Values.Count(v => v > 0)} contracts stand with something to pay");
        output.WriteLine("refused: " + string.Join(", ", refused.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value}")));
        return await grid.ReadSettled();
    }

    private static async Task Set(ControlGrid grid, int worth)
    {
        for (var s = 0; s < Sellers; s++)
        {
            await grid.Must($"salesperson/S{s}", new RegisterSalesperson($"销售{s}", new("Team", "East")));
            await grid.Must($"salesperson/S{s}", new GrantAuthority("senior", 500, null, Minor(DiscountBudget), null), "people", Duties.People);
        }
        await grid.Must(Customer, new RegisterCustomer(new("华东精密机械")));
        foreach (var item in Diligence.Shipped)
            await grid.Must(Customer, new RecordDiligence(item.Code, DiligenceResult.Pass, "DD-1", Today.AddYears(1)), "finance", Duties.Finance);
        await grid.Must(Customer, new GrantCredit(CreditGrade.A, Minor(worth * Price), Today.AddMonths(6), "年度授信"), "finance", Duties.Finance);
        await grid.Must("pricelist/P1", new DraftPriceList("2026", "CNY", [new("CNC-5", "车床", 1_000, 600, 500)]), "pricing", Duties.ProcessOwner);
        await grid.Must("pricelist/P1", new ApprovePriceList(Today), "owner", Duties.ProcessOwner);
    }

    private async Task Prepare(ControlGrid grid, int number)
    {
        var seller = Seller(number);
        await Must(grid, $"opportunity/O{number}", new OpenOpportunity(new($"项目 {number}", "C1", $"CNC-{number}"), seller), seller);
        // Every eighth quote gives something away, until its owner has nothing left to give.
        var discount = number % 8 == 7 ? 200 : 0;
        await Must(grid, $"quote/Q{number}", new DraftQuote($"O{number}", "P1", [new("CNC-5", 1_000, null, discount)], Today.AddDays(30)), seller);
        if (discount > 0 && !await Try(grid, $"quote/Q{number}", new SubmitQuote(), seller))
        {
            await Must(grid, $"quote/Q{number}", new ReviseQuote(Lines: [new("CNC-5", 1_000)]), seller);
            discount = 0;
        }
        if (discount == 0)
            await Must(grid, $"quote/Q{number}", new SubmitQuote(), seller);
        await Must(grid, $"contract/K{number}", new DraftContract($"Q{number}", Clauses), seller);
        await Review(grid, number);
    }

    private async Task Sign(ControlGrid grid, int number)
    {
        var (seller, contract) = (Seller(number), $"contract/K{number}");
        var sign = new SignContract(Today, $"HT-{number}", "王建国");
        var amount = ((ContractView)(await grid.Subject(contract).See())!).Content!.Amount.MinorUnits;
        switch (number % 8)
        {
            case 0: // Twice at once: at most one of them.
                var both = await Task.WhenAll(Try(grid, contract, sign, seller), Try(grid, contract, sign, seller));
                Assert.False(both[0] && both[1]);
                Stands(number, both.Any(b => b) ? amount : 0);
                break;
            case 1: // Ended, and signed again.
                var signed = await Try(grid, contract, sign, seller);
                await Must(grid, contract, new TerminateContract("客户取消"), "legal", Duties.Legal);
                Assert.False(await Try(grid, contract, sign, seller));
                Stands(number, 0, signed);
                break;
            case 2: // A copy on the same quote.
                Assert.False(await Try(grid, $"contract/K{number}-copy", new DraftContract($"Q{number}", Clauses), seller));
                Stands(number, await Try(grid, contract, sign, seller) ? amount : 0);
                break;
            case 3: // The deal lost and reopened before.
                await Must(grid, $"opportunity/O{number}", new LoseOpportunity("price"), seller);
                await Must(grid, $"opportunity/O{number}", new ReopenOpportunity("客户回头"), seller);
                Stands(number, await Try(grid, contract, sign, seller) ? amount : 0);
                break;
            case 4 when await Try(grid, contract, sign, seller): // Twice as large after the fact.
                await Must(grid, $"quote/Q{number}-2", new DraftQuote($"O{number}", "P1", [new("CNC-5", 2_000)], Today.AddDays(30)), seller);
                await Must(grid, $"quote/Q{number}-2", new SubmitQuote(), seller);
                await Must(grid, contract, new AmendContract("增购", QuoteId: $"Q{number}-2"), seller);
                await Review(grid, number);
                var grown = await Try(grid, contract, sign, seller);
                Stands(number, grown ? 2 * Price : amount);
                break;
            case 5 when await Try(grid, contract, sign, seller): // Paid, in two parts, while the others sign.
                await Must(grid, contract, new RecordReceipt(Minor(Price / 4), Today, $"R{number}-1"), "finance", Duties.Finance);
                Assert.False(await Try(grid, contract, new RecordReceipt(Minor(Price), Today, $"R{number}-2"), "finance", Duties.Finance));
                var paid = number % 16 == 5;
                if (paid)
                {
                    await Must(grid, contract, new RecordReceipt(Minor(amount - (Price / 4)), Today, $"R{number}-3"), "finance", Duties.Finance);
                    await Must(grid, contract, new CompleteContract(), "finance", Duties.Finance);
                }
                Stands(number, paid ? 0 : amount - (Price / 4));
                break;
            case 4 or 5:
                break;
            default:
                Stands(number, await Try(grid, contract, sign, seller) ? amount : 0);
                break;
        }
    }

    private async Task Review(ControlGrid grid, int number)
    {
        await Must(grid, $"contract/K{number}", new SubmitForReview(), Seller(number));
        await Must(grid, $"contract/K{number}", new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), "legal", Duties.Legal);
        await Must(grid, $"contract/K{number}", new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), "finance", Duties.Finance);
    }

    private void Stands(int number, long minor, bool signed = false)
    {
        stands[number] = minor;
        if (minor > 0 || signed)
            Interlocked.Increment(ref signatures);
    }

    private async Task Must(ControlGrid grid, string subject, Command command, string actor, Duties duties = Duties.None)
    {
        Interlocked.Increment(ref commands);
        await grid.Must(subject, command, actor, duties);
    }

    private async Task<bool> Try(ControlGrid grid, string subject, Command command, string actor, Duties duties = Duties.None)
    {
        Interlocked.Increment(ref commands);
        var receipt = await grid.Send(subject, command, actor, duties);
        if (receipt.Refusal is { } refusal)
            refused.AddOrUpdate(refusal.ControlPoint, 1, (_, n) => n + 1);
        return receipt.Accepted;
    }

    private static Task Each(int contracts, Func<int, Task> act) => Parallel.ForEachAsync(
        Enumerable.Range(0, contracts), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await act(number));

    /// <summary>What an object has granted of an account after each of its entries, minor units, from the entries alone.</summary>
    private static List<long> Balances(IEnumerable<Turn> turns, string subject, string account)
    {
        var open = new Dictionary<string, long>(StringComparer.Ordinal);
        List<long> story = [];
        var sum = 0L;
        foreach (var line in turns.Where(t => t.Subject == subject).SelectMany(t => t.Lines))
        {
            switch (line.Type)
            {
                case "ReservationGranted" when line.Text("account") == account:
                    open.Add(line.Needed("token"), line.Minor("amount")!.Value);
                    sum += line.Minor("amount")!.Value;
                    break;
                case "ReservationReleased" when open.Remove(line.Needed("token"), out var held):
                    var part = line.Minor("amount") ?? held;
                    if (part < held)
                        open.Add(line.Needed("token"), held - part);
                    sum -= part;
                    break;
                default:
                    continue;
            }
            story.Add(sum);
        }
        return story;
    }

    private static bool IsCredit(Line line) => line.Type == "ReservationGranted" && line.Text("account") == "credit";

    private static Line WithAmount(Line line, long minor)
    {
        var data = JsonNode.Parse(line.Data.GetRawText())!;
        data["amount"]!["minorUnits"] = minor;
        return line with { Data = System.Text.Json.JsonElement.Parse(data.ToJsonString()) };
    }

    /// <summary>Neighbours in number, who try different things, are not always the same sellers.</summary>
    private static string Seller(int number) => $"S{number / 8 % Sellers}";

    private static Money Minor(long minor) => new(minor, "CNY");
}
