using System.Collections.Concurrent;
using SalesGrid.Contracts;
using SalesGrid.Customers;
using SalesGrid.Opportunities;
using SalesGrid.Quotes;
using SalesGrid.Salespeople;
using SalesGrid.Testing;
using SalesGrid.Units;

namespace SalesGrid.Control.Tests.Load;

/// <summary>Everybody sends everything to everything, while people move, lead, leave, come back, act for one another and hand over.</summary>
internal static class StandingScenario
{
    /// <summary>Sequences at the same time.</summary>
    private const int AtOnce = 64;

    /// <summary>Of so many sequences one changes the organisation.</summary>
    private const int ChangesOneIn = 40;

    private static readonly ContractClauses Clauses = new("10 台", "一等品", "见报价", "30 天", "四周内", "每日 0.05%");

    /// <summary>Runs so many sequences.</summary>
    /// <returns>How many commands were accepted and refused, by command, and how many control points refused them.</returns>
    public static async Task<(ConcurrentDictionary<string, int> Accepted, ConcurrentDictionary<string, int> Refused)> Run(ControlGrid grid, int sequences, int seed)
    {
        var (accepted, refused) = (new ConcurrentDictionary<string, int>(), new ConcurrentDictionary<string, int>());
        await Parallel.ForEachAsync(Enumerable.Range(0, sequences), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            var owner = Seller(random);
            if (random.Next(ChangesOneIn) == 0)
                await Send(Change(random));
            var (way, next) = (Way(number, owner, random), 0);
            for (int step = 0, steps = random.Next(8) == 0 ? 14 : random.Next(2, 6); step < steps; step++)
                await Send(next < way.Length && (step == 0 || random.Next(3) > 0) ? way[next++] : Any(number, owner, random));
        });
        return (accepted, refused);

        async Task Send(Shot shot)
        {
            var receipt = await grid.Send(shot.Subject, shot.Command, shot.Actor, Cast.DutiesOf(shot.Actor));
            if (receipt.Refusal is { } refusal)
                refused.AddOrUpdate(refusal.ControlPoint, 1, (_, n) => n + 1);
            else if (receipt.Version > 0)
                accepted.AddOrUpdate(shot.Command.GetType().Name, 1, (_, n) => n + 1);
        }
    }

    private static OpenOpportunity Opening(Random random, string owner) =>
        new(new("项目", $"C{random.Next(Cast.Customers)}", Pick(random, Stage.Products), "direct", Stage.Yuan(random.Next(10_000, 200_000)), CompanyDay.Today.AddDays(60)), owner);

    /// <summary>The way to a reviewed contract, mostly by those whose it is.</summary>
    private static Shot[] Way(int number, string owner, Random random)
    {
        var (deal, quote, contract) = ($"opportunity/O-{number}", $"quote/Q-{number}", $"contract/K-{number}");
        return
        [
            new(deal, Opening(random, owner), By(owner)),
            new(deal, new SetDealTeam([new(Seller(random), "presales")]), By(owner)),
            new(quote, new DraftQuote($"O-{number}", "P1", [new QuoteLine("CNC-5", 1_000, DiscountBasisPoints: Pick(random, 0, 900, 900))], CompanyDay.Today.AddDays(30)), By(owner)),
            new(quote, new SubmitQuote(), By(owner)),
            new(quote, new ApproveQuote(), Pick(random, "E1", "E2", "W1", "W2", "E", "W", "GM", "manager")),
            new(quote, new ApproveQuote(), Pick(random, "E", "W", "GM", "manager")),
            new(contract, new DraftContract($"Q-{number}", Clauses), By(owner)),
            new(contract, new SubmitForReview(), By(owner)),
            new(contract, new ReviewContract(ReviewSide.Legal, ReviewVerdict.Approved), By("legal")),
            new(contract, new ReviewContract(ReviewSide.Finance, ReviewVerdict.Approved), By("finance")),
        ];

        string By(string whose) => random.Next(6) == 0 ? Anybody(random) : whose;
    }

    private static Shot Any(int number, string owner, Random random)
    {
        var (deal, quote, contract, customer, today) = ($"opportunity/O-{number}", $"quote/Q-{number}", $"contract/K-{number}", $"customer/C{random.Next(Cast.Customers)}", CompanyDay.Today);
        var (subject, command) = random.Next(34) switch
        {
            < 4 => (deal, (Command)new RecordActivity("call", "联系")),
            4 => (deal, new AttachEvidence("project-information", "D-1")),
            5 => (deal, new AdvanceStage()),
            6 => (deal, new ValueOpportunity(new("项目", $"C{random.Next(Cast.Customers)}", "MES", "direct", Stage.Yuan(random.Next(10_000, 200_000)), today.AddDays(30)))),
            7 => (deal, new LoseOpportunity("price")),
            8 => (deal, new ReopenOpportunity("又有预算")),
            9 or 10 => (deal, new ReassignOpportunity(Seller(random))),
            11 => (deal, new PlanNextStep("交流", today.AddDays(5), "-")),
            12 or 13 or 14 => (quote, new DraftQuote($"O-{number}", "P1", [new QuoteLine("CNC-5", 1_000, DiscountBasisPoints: Pick(random, 0, 300, 900))], today.AddDays(30))),
            15 => (quote, new SubmitQuote()),
            16 => (quote, new ApproveQuote()),
            17 => (quote, new ReviseQuote(PaymentTerms: "预付")),
            18 => (quote, Pick<Command>(random, new WithdrawQuote("-"), new AcceptQuote("PO"), new RejectQuote("-"))),
            19 => (contract, new DraftContract($"Q-{number}", Clauses)),
            20 => (contract, Pick<Command>(random, new SubmitForReview(), new AmendContract("-", Clauses with { Delivery = "五周" }), new TerminateContract("-"))),
            21 => (contract, new ReviewContract(Pick(random, ReviewSide.Legal, ReviewSide.Finance), ReviewVerdict.Approved)),
            22 or 23 => (customer, new RecordFollowUp("call", "回访")),
            24 => (customer, new AmendCustomer(new CustomerProfile($"客户 {random.Next(100)}", Sector: "food"))),
            25 => (customer, new AssignOwner(Seller(random))),
            26 => (customer, new ReturnToPool("放弃")),
            27 => (customer, new RequestCredit(Stage.Yuan(100_000), "-")),
            28 => ($"salesperson/{owner}", new RecordConduct(ConductKind.Commendation, "A-1", "-", today)),
            30 or 31 => (deal, new SetDealTeam(random.Next(5) == 0 ? [] : [.. new[] { Seller(random), Seller(random) }.Distinct().Select(p => new TeamMember(p, "presales"))])),
            32 => (deal, new SplitCredit(random.Next(5) == 0 ? [] : [.. new[] { Seller(random), Seller(random) }.Distinct().ToArray() is var two && two.Length == 2 ? new[] { new StatedShare(two[0], 6_000), new(two[1], 4_000) } : [new(two[0], 10_000)]])),
            33 => (deal, new RecordActivity("visit", "技术交流")),
            _ => ($"salesperson/{owner}", new GrantAuthority("senior", 500, Stage.Yuan(2_000_000), Stage.Yuan(900_000), Stage.Yuan(90_000_000))),
        };
        return new(subject, command, random.Next(4) == 0 ? owner : Anybody(random));
    }

    /// <summary>A change of the organisation, mostly by people's administration, now and then by somebody for themselves.</summary>
    private static Shot Change(Random random)
    {
        var (person, other, today) = (Seller(random), Seller(random), CompanyDay.Today);
        var unit = random.Next(8) == 0 ? "company" : Cast.Units[random.Next(Cast.Units.Length)].Id;
        var (subject, command) = random.Next(15) switch
        {
            < 4 => ($"salesperson/{person}", (Command)MoveSalesperson.Into(unit)),
            14 => ("unit/company", new Reorganise([new(unit, person), new(Pick(random, "e1", "e2", "w1", "w2"), HeadId: other), new(Pick(random, "e1", "w2"), Parent: Pick(random, "east", "west"))], "调整")),
            4 or 5 => ($"unit/{unit}", new SetUnitHead(random.Next(5) == 0 ? null : person)),
            6 => ($"unit/{Pick(random, "e1", "e2", "w1", "w2")}", new MoveUnit(Pick(random, "east", "west"))),
            7 => ($"salesperson/{person}", new DeactivateSalesperson()),
            8 => ($"salesperson/{person}", new ReactivateSalesperson()),
            9 or 10 => ($"salesperson/{person}", new DelegateAuthority(other, today, today.AddDays(3), "休假", random.Next(3) switch { 0 => null, 1 => ["opportunity", "customer"], _ => ["quote", "approvals"] })),
            11 => ($"salesperson/{person}", new EndDelegation(other)),
            _ => ($"salesperson/{person}", new HandOverPortfolio(other, "离职")),
        };
        return new(subject, command, random.Next(6) switch { 0 => Anybody(random), 1 or 2 => person, _ => "people" });
    }

    private static string Seller(Random random) => Cast.Sellers[random.Next(Cast.Sellers.Length)].Id;

    private static string Anybody(Random random) => Cast.All[random.Next(Cast.All.Length)];

    private static T Pick<T>(Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
