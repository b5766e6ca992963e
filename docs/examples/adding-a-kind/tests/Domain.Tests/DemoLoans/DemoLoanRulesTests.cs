using SalesGrid.DemoLoans;

namespace SalesGrid.Domain.Tests;

public sealed class DemoLoanRulesTests
{
    private static readonly DateOnly Later = World.Today.AddDays(30);
    private static readonly DemoLoan Requested = DemoLoan.None.Evolve(new DemoLoanRequested("C-1", "CNC-5", Later, "S-1"));
    private static readonly DemoLoan Approved = Requested.Evolve(new DemoLoanApproved("M-1"));
    private static readonly DemoLoan Lent = Approved.Evolve(new DemoUnitHandedOver("SN-1"));

    internal static RuleRow[] Rows { get; } =
    [
        Row("Anybody asks for a machine", null, new RequestDemoLoan("C-1", "CNC-5", Later), "S-1", Duties.None, nameof(DemoLoanRequested)),
        Row("A loan has one beginning", Requested, new RequestDemoLoan("C-1", "CNC-5", Later), "S-1", Duties.None, "CP-DEMO-01", "id"),
        Row("A loan does not end before it begins", null, new RequestDemoLoan("C-1", "CNC-5", World.Today.AddDays(-1)), "S-1", Duties.None, "CP-DATA-01", "returnBy"),
        Row("What was not asked for is not agreed to", null, new ApproveDemoLoan(), "M-1", Duties.Manager, ControlPoints.ControlledObjectMustExist.Id),
        Row("A manager agrees", Requested, new ApproveDemoLoan(), "M-1", Duties.Manager, nameof(DemoLoanApproved)),
        Row("A seller does not agree", Requested, new ApproveDemoLoan(), "S-2", Duties.None, "CP-DEMO-03"),
        Row("Who asked does not agree, manager or not", Requested, new ApproveDemoLoan(), "S-1", Duties.Manager, "CP-DEMO-04"),
        Row("Nothing is agreed to twice", Approved, new ApproveDemoLoan(), "M-2", Duties.Manager, "CP-DEMO-02"),
        Row("What was agreed to is handed over", Approved, new HandOverDemoUnit("SN-1"), "S-1", Duties.None, nameof(DemoUnitHandedOver)),
        Row("Nothing is handed over before", Requested, new HandOverDemoUnit("SN-1"), "S-1", Duties.None, "CP-DEMO-02"),
        Row("A manager extends", Lent, new ExtendDemoLoan(Later.AddDays(1), "trial is late"), "M-1", Duties.Manager, nameof(DemoLoanExtended)),
        Row("An extension is longer", Lent, new ExtendDemoLoan(Later, "x"), "M-1", Duties.Manager, "CP-DATA-01", "returnBy"),
        Row("The machine comes back", Lent, new ReturnDemoUnit("as new"), "S-1", Duties.None, nameof(DemoUnitReturned)),
        Row("Finance writes a machine off", Lent, new WriteOffDemoUnit("fire"), "F-1", Duties.Finance, nameof(DemoUnitWrittenOff)),
        Row("Who agreed to the loan does not write the machine off", Lent, new WriteOffDemoUnit("fire"), "M-1", Duties.Manager | Duties.Finance, "CP-DEMO-04"),
    ];

    internal static StoredSamples Stored { get; } = new("demoloan/DL-1",
        [
            new DemoLoanRequested("C-1", "CNC-5", Later, "S-1"), new DemoLoanApproved("M-1"), new DemoUnitHandedOver("SN-1"),
            new DemoLoanExtended(Later.AddDays(30), "客户试产延后", "M-1"), new DemoUnitReturned("完好"), new DemoUnitWrittenOff("客户厂房火灾", "F-1"),
        ],
        Samples.Mark(new SubjectRecord<DemoLoan> { State = Lent }));

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_loans_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    private static RuleRow Row(string says, DemoLoan? current, DemoLoanCommand command, string actor, Duties duties, string expected, string? field = null) =>
        new(says, () => Answer.Of(DemoLoanRules.Decide("DL-1", current ?? DemoLoan.None, command, World.By(actor, duties) with { Version = current is null ? 0 : 1 })), expected, field);
}
