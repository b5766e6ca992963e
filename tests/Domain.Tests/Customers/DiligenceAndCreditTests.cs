using System.Collections.Immutable;
using SalesGrid.Reservations;

namespace SalesGrid.Domain.Tests;

/// <summary>Due diligence, credit, and what contracts may reserve of it.</summary>
public sealed class DiligenceAndCreditTests
{
    private static readonly DateOnly Today = Customers.Today;
    private static readonly RecordDiligence Licence = new("business-licence", DiligenceResult.Pass, "DOC-1", Today.AddDays(30));
    private static readonly RequireDiligence OneItem = new([new("licence", new("营业执照", "Licence"))]);
    private static readonly GrantCredit Grant = new(CreditGrade.A, new(2_000_00, "CNY"), Today.AddDays(90), "回款良好");
    private static readonly RequestCredit Request = new(new(2_000_00, "CNY"), "框架合同");

    private static readonly Customer Expired = Customers.Of(new()
    {
        Diligence = Customers.Passed with { Findings = [.. Customers.Passed.Findings.Select(f => f with { ValidUntil = Today.AddDays(-1) })] },
        Credit = new() { Line = Customers.Line },
    });

    private static readonly Customer Checked = Customers.Of(new() { Diligence = Customers.Passed });
    private static readonly Customer Suspended = With(c => c with { Suspended = new("逾期", "FIN", Today) });
    private static readonly Customer Requested = With(c => c with { Requests = [new(new(1, "CNY"), "x", "FIN-2", Today)] });

    private static readonly Customer ManyRequests = With(c => c with
    {
        Requests = [.. Enumerable.Range(0, RequestCredit.WaitingMax).Select(i => new CreditRequest(new(1, "CNY"), "x", $"S-{i}", Today))],
    });

    internal static RuleRow[] Rows { get; } =
    [
        Row("Nothing is looked into for a customer that does not exist", Customer.None, Licence, "LEGAL", Duties.Legal, "CP-CUST-01"),
        Row("A salesperson cannot record due diligence", Customers.Known, Licence, "S-009", Duties.None, "CP-DILIG-02"),
        Row("A manager cannot record due diligence", Customers.Known, Licence, "M-1", Duties.Manager | Duties.People | Duties.ProcessOwner, "CP-DILIG-02"),
        Row("The owner cannot look into their own customer", Customers.Full, Licence, "S-001", Duties.Legal, "CP-DILIG-03"),
        Row("Whoever acts for the owner cannot either", Customers.Full, Licence, "S-002", Duties.Legal, "CP-DILIG-03", around: Customers.Around(owner: Deputised)),
        Row("An item that is not required cannot be recorded", Customers.Known, Licence with { Item = "astrology" }, "LEGAL", Duties.Legal, "CP-DILIG-04", "item"),
        Row("A finding of the future is none", Customers.Known, Licence with { On = Today.AddDays(1) }, "LEGAL", Duties.Legal, "CP-DATA-01", "on"),
        Row("A finding cannot end before it was made", Customers.Known, Licence with { On = Today, ValidUntil = Today.AddDays(-1) }, "LEGAL", Duties.Legal, "CP-DATA-01", "validUntil"),
        Row("A finding is not good for ever", Customers.Known, Licence with { ValidUntil = Today.AddYears(5).AddDays(1) }, "LEGAL", Duties.Legal, "CP-DATA-01", "validUntil"),
        Row("A failure must say why", Customers.Known, Licence with { Result = DiligenceResult.Fail }, "LEGAL", Duties.Legal, "CP-DATA-01", "note"),
        Row("Finance records a finding", Customers.Known, Licence, "FIN", Duties.Finance, nameof(DiligenceRecorded)),
        Row("Legal records a failure with its reason", Customers.Known, Licence with { Result = DiligenceResult.Fail, Note = "吊销" }, "LEGAL", Duties.Legal, nameof(DiligenceRecorded)),
        Row("Internal control reviews again on the last day allowed", Customers.Full, Licence with { ValidUntil = Today.AddYears(5) }, "CTRL", Duties.Controller, nameof(DiligenceRecorded)),
        Row("The same finding again changes nothing", After(Customers.Known, Licence, "LEGAL", Duties.Legal), Licence, "LEGAL", Duties.Legal, RuleRow.Nothing),
        Row("Finance cannot say what is required", Customers.Known, OneItem, "FIN", Duties.Finance, "CP-DILIG-02"),
        Row("The owner cannot say what is required of their customer", Customers.Full, OneItem, "S-001", Duties.Controller, "CP-DILIG-03"),
        Row("Nothing at all cannot be required", Customers.Known, new RequireDiligence([]), "LEGAL", Duties.Legal, "CP-DATA-01", "items"),
        Row("Two items cannot have one code", Customers.Known, new RequireDiligence([OneItem.Items[0], OneItem.Items[0]]), "LEGAL", Duties.Legal, "CP-DATA-01", "items"),
        Row("An item must not be null", Customers.Known, new RequireDiligence([null!]), "LEGAL", Duties.Legal, "CP-DATA-01", "items"),
        Row("Legal says what is required", Customers.Known, OneItem, "LEGAL", Duties.Legal, nameof(DiligenceRequired)),
        Row("The same list again changes nothing", After(Customers.Known, OneItem, "LEGAL", Duties.Legal), OneItem, "LEGAL", Duties.Legal, RuleRow.Nothing),

        Row("Anybody asks for credit", Customers.Known, Request, "S-001", Duties.None, nameof(CreditRequested)),
        Row("A request without a reason is none", Customers.Known, Request with { Reason = "" }, "S-001", Duties.None, "CP-DATA-01", "reason"),
        Row("The same request again changes nothing", After(Customers.Known, Request, "S-001", Duties.None), Request, "S-001", Duties.None, RuleRow.Nothing),
        Row("The twenty-first person asks in vain", ManyRequests, Request, "S-999", Duties.None, "CP-CREDIT-08"),
        Row("One of the twenty asks for something else", ManyRequests, Request, "S-7", Duties.None, nameof(CreditRequested)),
        Row("A salesperson cannot grant credit", Checked, Grant, "S-009", Duties.None, "CP-CREDIT-06"),
        Row("Legal and internal control cannot grant credit", Checked, Grant, "X", Duties.Legal | Duties.Controller | Duties.Manager, "CP-CREDIT-06"),
        Row("Who asked for credit cannot grant it", Requested, Grant, "FIN-2", Duties.Finance, "CP-CREDIT-07"),
        Row("Who owns the customer cannot grant it credit", Customers.Full, Grant, "S-001", Duties.Finance, "CP-CREDIT-07"),
        Row("Who acts for the owner cannot grant it credit", Customers.Full, Grant, "S-002", Duties.Finance, "CP-CREDIT-07", around: Customers.Around(owner: Deputised)),
        Row("Credit is not granted to a customer nobody looked into", Customers.Known, Grant, "FIN", Duties.Finance, "CP-DILIG-01"),
        Row("Credit is not granted on expired diligence", Expired, Grant, "FIN", Duties.Finance, "CP-DILIG-01"),
        Row("An override lets credit pass on expired diligence", Expired, Grant, "FIN", Duties.Finance, nameof(CreditGranted), waived: [ControlPoints.DiligenceMustBeCurrent]),
        Row("The currency cannot change while contracts have credit", Customers.Full, Grant with { Limit = new(1, "USD") }, "FIN", Duties.Finance, "CP-CREDIT-04", "limit",
            Customers.Around(granted: Customers.Credit(1))),
        Row("The currency can change when nothing is held", Customers.Full, Grant with { Limit = new(1, "USD") }, "FIN", Duties.Finance, nameof(CreditGranted)),
        Row("Credit cannot have ended", Checked, Grant with { ValidUntil = Today.AddDays(-1) }, "FIN", Duties.Finance, "CP-DATA-01", "validUntil"),
        Row("Credit is not granted for ever", Checked, Grant with { ValidUntil = Today.AddYears(6) }, "FIN", Duties.Finance, "CP-DATA-01", "validUntil"),
        Row("Credit cannot be assessed again after its end", Checked, Grant with { ReassessOn = Today.AddDays(91) }, "FIN", Duties.Finance, "CP-DATA-01", "reassessOn"),
        Row("Finance grants credit until today", Checked, Grant with { ValidUntil = Today }, "FIN", Duties.Finance, nameof(CreditGranted)),
        Row("The limit may be lowered below what is held", Customers.Full, Grant with { Limit = new(0, "CNY") }, "FIN", Duties.Finance, nameof(CreditGranted),
            around: Customers.Around(granted: Customers.Credit(900_00))),
        Row("A salesperson cannot suspend credit", Customers.Full, new SuspendCredit("逾期"), "S-009", Duties.None, "CP-CREDIT-06"),
        Row("There must be credit to suspend", Checked, new SuspendCredit("逾期"), "FIN", Duties.Finance, "CP-CREDIT-01"),
        Row("Internal control suspends credit", Customers.Full, new SuspendCredit("逾期"), "CTRL", Duties.Controller, nameof(CreditSuspended)),
        Row("What is suspended is not suspended again", Suspended, new SuspendCredit("再次"), "FIN", Duties.Finance, RuleRow.Nothing),

        Reservation("Nobody reserves credit of a customer that does not exist", Customer.None, 1, "CP-CUST-01"),
        Reservation("There is no credit before it is granted", Checked, 1, "CP-CREDIT-01"),
        Reservation("Suspended credit cannot be reserved", Suspended, 1, "CP-CREDIT-02"),
        Reservation("Credit that ended yesterday cannot be reserved", With(c => c with { Line = Customers.Line with { ValidUntil = Today.AddDays(-1) } }), 1, "CP-CREDIT-03"),
        Reservation("Credit can be held on its last day", With(c => c with { Line = Customers.Line with { ValidUntil = Today } }), 1, RuleRow.Nothing),
        Reservation("Credit in yuan is not held in dollars", Customers.Full, 1, "CP-CREDIT-04", currency: "USD"),
        Reservation("Credit is not held on expired diligence", Expired, 1, "CP-DILIG-01"),
        Reservation("An override lets credit be held on expired diligence", Expired, 1, RuleRow.Nothing, waived: ControlPoints.DiligenceMustBeCurrent),
        Reservation("Exactly the limit can be reserved", Customers.Full, 400_00, RuleRow.Nothing, held: Customers.Credit(600_00)),
        Reservation("One fen more than the limit cannot", Customers.Full, 400_01, "CP-CREDIT-05", held: Customers.Credit(600_00)),
        Reservation("An override lets more than the limit be reserved", Customers.Full, 400_01, RuleRow.Nothing, held: Customers.Credit(600_00), waived: ControlPoints.CreditMustSuffice),
        Reservation("What is held on another account does not count", Customers.Full, 1_000_00, RuleRow.Nothing,
            held: new Reservation("x", "other", "contract/X", new(5, "CNY"), null)),
        new("A customer keeps no other account", () => Of(CreditRules.Admit("C-100", Customers.Full,
            new("discount", "t", "contract/CT", new(1, "CNY")), GrantedReservations.None, Customers.Request())), "CP-RSV-01"),
        new("Credit is not held without an amount", () => Of(CreditRules.Admit("C-100", Customers.Full,
            new("credit", "t", "contract/CT", null), GrantedReservations.None, Customers.Request())), "CP-DATA-01", "amount"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Diligence_and_credit_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_refusal_for_want_of_credit_states_limit_held_and_wanted()
    {
        var refusal = CreditRules.Admit("C-100", Customers.Full, new("credit", "t", "contract/CT", new(400_01, "CNY")),
            Customers.Granting(Customers.Credit(600_00)), Customers.Request())!;
        Assert.All(new[] { "1000 CNY", "600 CNY", "400.01 CNY" }, fact => Assert.Contains(fact, refusal.Reason.En, StringComparison.Ordinal));
    }

    [Fact]
    public void Granting_anew_lifts_a_suspension_and_answers_every_request()
    {
        var granted = After(With(c => c with { Suspended = new("x", "FIN", Today), Requests = ManyRequests.File!.Credit!.Requests }), Grant, "FIN", Duties.Finance);
        Assert.Null(granted.File!.Credit!.Suspended);
        Assert.Empty(granted.File.Credit.Requests);
        Assert.Equal(Grant.ValidUntil, granted.File.Credit.Line!.ReassessOn);
    }

    public static TheoryData<DiligenceStanding, string> Standings => new()
    {
        { DiligenceStanding.None, "" },
        { DiligenceStanding.Incomplete, "business-licence:1:9" },
        { DiligenceStanding.Current, "business-licence:1:0 credit-report:2:9 background:1:9 sanctions:1:9" },
        { DiligenceStanding.Expired, "business-licence:1:-1 credit-report:1:9 background:1:9 sanctions:1:9" },
        { DiligenceStanding.Failed, "business-licence:1:-1 credit-report:1:9 background:3:9 sanctions:1:9" },
        { DiligenceStanding.Failed, "background:3:9" },
        { DiligenceStanding.None, "astrology:1:9" },
    };

    [Theory, MemberData(nameof(Standings))]
    public void Diligence_stands_as_its_findings_say(DiligenceStanding expected, string findings)
    {
        // item:result:days it is good for from today
        var diligence = Diligence.None with
        {
            Findings = [.. findings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(':')).Select(f => new DiligenceFinding(
                f[0], (DiligenceResult)int.Parse(f[1], System.Globalization.CultureInfo.InvariantCulture), "DOC", "LEGAL", Today.AddDays(-30), Today.AddDays(int.Parse(f[2], System.Globalization.CultureInfo.InvariantCulture))))],
        };
        Assert.Equal(expected, diligence.StandingOn(Today));
        Assert.Equal(expected is DiligenceStanding.Current or DiligenceStanding.Expired, diligence.GoodUntil() is not null);
    }

    private static SalespersonView Deputised => World.Wang with { Delegations = [new("S-002", Today, Today)] };

    private static Customer With(Func<CustomerCredit, CustomerCredit> change) =>
        Customers.Of(Customers.Full.File! with { Place = null, Credit = change(Customers.Full.File!.Credit!) });

    private static Customer After(Customer current, CustomerCommand command, string actor, Duties duties) =>
        CustomerRules.Decide("C-100", current, command, Customers.Request(actor, duties), CustomerContext.None).Events
            .Aggregate(current, (state, e) => state.Evolve(e, World.Now));

    private static RuleRow Row(
        string says, Customer current, CustomerCommand command, string actor, Duties duties, string expected, string? field = null,
        CustomerContext? around = null, params ControlPoint[] waived) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request(actor, duties, waived), around ?? CustomerContext.None)),
            expected, field);

    private static RuleRow Reservation(
        string says, Customer current, long minor, string expected, string currency = "CNY", Reservation? held = null, params ControlPoint[] waived) =>
        new(says, () => Of(CreditRules.Admit("C-100", current, new("credit", "t9", "contract/CT-9", new(minor, currency)),
            held is null ? GrantedReservations.None : Customers.Granting(held), Customers.Request("S-001", Duties.Grid, waived))), expected);

    private static Answer Of(Refusal? refusal) => new(refusal, []);
}
