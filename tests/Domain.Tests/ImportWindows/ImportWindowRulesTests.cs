namespace SalesGrid.Domain.Tests;

public sealed class ImportWindowRulesTests
{
    private static readonly DecisionContext Control = World.By("CTRL-1", Duties.Controller);
    private static readonly DateTimeOffset Tomorrow = World.Now.AddDays(1);
    private static readonly ImportWindow Open = ImportWindow.None.Evolve(new ImportWindowOpened(Tomorrow, "上线", "CTRL-1"), World.Now.AddHours(-1));
    private static readonly ImportWindow Closed = Open.Evolve(new ImportWindowClosed("核对完毕", "CTRL-2"), World.Now.AddMinutes(-1));
    private static readonly ImportWindow Over = ImportWindow.None.Evolve(new ImportWindowOpened(World.Now, "上线", "CTRL-1"), World.Now.AddHours(-1));

    /// <summary>One example of everything stored.</summary>
    internal static StoredSamples Stored { get; } = new("importwindow/company",
        [new ImportWindowOpened(Tomorrow, "上线", "CTRL-1"), new ImportWindowClosed("核对完毕", "CTRL-2")],
        new SubjectRecord<ImportWindow> { State = Closed });

    internal static RuleRow[] Rows { get; } =
    [
        Row("Internal control opens a window", ImportWindow.None, new OpenImportWindow(Tomorrow, "上线"), nameof(ImportWindowOpened)),
        Row("A window is at most 30 days long", ImportWindow.None, new OpenImportWindow(World.Now.AddDays(30), "上线"), nameof(ImportWindowOpened)),
        Row("A window is no longer than 30 days", ImportWindow.None, new OpenImportWindow(World.Now.AddDays(30).AddTicks(1), "上线"), "CP-IMPORT-03", "until"),
        Row("A window ends in the future", ImportWindow.None, new OpenImportWindow(World.Now, "上线"), "CP-IMPORT-03", "until"),
        Row("Opening has a reason", ImportWindow.None, new OpenImportWindow(Tomorrow, " "), "CP-DATA-01", "reason"),
        Row("There is one object of windows", ImportWindow.None, new OpenImportWindow(Tomorrow, "上线"), "CP-DATA-01", "id", "subsidiary"),
        Row("One window is open at a time", Open, new OpenImportWindow(Tomorrow, "上线"), "CP-IMPORT-04"),
        Row("After one that was closed another is opened", Closed, new OpenImportWindow(Tomorrow, "补录"), nameof(ImportWindowOpened)),
        Row("After one that has ended another is opened", Over, new OpenImportWindow(Tomorrow, "补录"), nameof(ImportWindowOpened)),
        Row("Any of internal control closes a window", Open, new CloseImportWindow("核对完毕"), nameof(ImportWindowClosed)),
        Row("Closing has a reason", Open, new CloseImportWindow(""), "CP-DATA-01", "reason"),
        Row("What is closed is not closed", Closed, new CloseImportWindow("x"), "CP-IMPORT-05"),
        Row("What has ended is not closed", Over, new CloseImportWindow("x"), "CP-IMPORT-05"),
        Row("Where none was opened none is closed", ImportWindow.None, new CloseImportWindow("x"), "CP-IMPORT-05"),
        Import("History is brought in while a window is open", Open, "IMP-1", RuleRow.Nothing),
        Import("Who opened the window brings nothing in", Open, "CTRL-1", "CP-IMPORT-02"),
        Import("However they write their name", Open, "ctrl-1", "CP-IMPORT-02"),
        Import("Without a window nothing is brought in", ImportWindow.None, "IMP-1", "CP-IMPORT-01"),
        Import("A window that was closed is none", Closed, "IMP-1", "CP-IMPORT-01"),
        Import("A window ends by itself, at its very end", Over, "IMP-1", "CP-IMPORT-01"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_windows_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void Only_what_brings_in_history_takes_a_window_and_an_administrator_none()
    {
        Assert.True(SenderRules.NeedsWindow(SentByAttribute.Of(typeof(ImportOpportunity)), Duties.Importer | Duties.Controller));
        Assert.False(SenderRules.NeedsWindow(SentByAttribute.Of(typeof(ImportOpportunity)), Duties.Administrator));
        Assert.False(SenderRules.NeedsWindow(SentByAttribute.Of(typeof(OpenOpportunity)), Duties.Importer));
    }

    [Fact]
    public void What_was_opened_and_closed_by_whom_is_kept()
    {
        Assert.Equal(new GrantedWindow("CTRL-1", World.Now.AddHours(-1), Tomorrow, "上线", "CTRL-2", World.Now.AddMinutes(-1), "核对完毕"), Closed.Last);
        Assert.True(Open.Last!.IsOpenAt(Tomorrow.AddTicks(-1)));
        Assert.False(Open.Last!.IsOpenAt(Tomorrow));
    }

    private static RuleRow Row(string says, ImportWindow current, ImportWindowCommand command, string expected, string? field = null, string id = "company") =>
        new(says, () => Answer.Of(ImportWindowRules.Decide(id, current, command, Control)), expected, field);

    private static RuleRow Import(string says, ImportWindow current, string importer, string expected)
    {
        var command = new ImportOpportunity(World.Full, World.Wang.Id, OpportunityStatus.Open, "proposal", null, null, null, "crm");
        return new(says, () => new(SenderRules.NeedsWindow(SentByAttribute.Of(command.GetType()), Duties.Importer)
            ? ImportWindowRules.WhyNoImport(current.Last, importer, World.Now) : null, []), expected);
    }
}
