namespace SalesGrid.Domain.Tests;

/// <summary>One example of everything that is stored, with every member filled.</summary>
internal static class Samples
{
    private static readonly Credit Credit = new("S-001", "East 1", "East");
    private static readonly DateOnly Day = new(2026, 9, 15);

    public static IReadOnlyList<object> Events { get; } =
    [
        new CustomerRegistered(new("东海钢铁", "steel", "CN", "C-000", 1200, 1958, new(900_000_00, "CNY"))),
        new CustomerAmended(new("Northern Bank \"NB\" <é> 😀")),
        new SalespersonRegistered("王芳", new("East 1", "East", "陈总")),
        new SalespersonMoved(new("North 2", "North")),
        new SalespersonDeactivated(),
        new OpportunityOpened("key-account", 1, "development", 10, World.Full, Credit, "steel", Day),
        new OpportunityImported("key-account", 1, "negotiation", 80, OpportunityStatus.Lost, World.Full, Credit, "steel", Day, Day, "price", "crm-2019",
            ["development", "initiation"]),
        new OpportunityValued(new(Amount: new(7, "JPY")), null),
        new StageAdvanced("development", "initiation", 20),
        new StageReturned("initiation", "development", 10),
        new EvidenceAttached("bid-result", "https://files.example/中标/9?a=1&b=2", "bidding", "line one\nline two"),
        new ActivityRecorded("visit", "与王总面谈", Day),
        new OpportunityReassigned(Credit, "S-002", "territory"),
        new OpportunityWon(new(125_000_00, "CNY"), Day),
        new OpportunityLost("price", "too dear", Day),
        new OpportunityReopened("budget found"),
        .. Deals.SampleEvents,
    ];

    /// <summary>The line of the ledger that holds an event.</summary>
    public static LedgerEntry EntryOf(object happened)
    {
        var (subject, data) = happened switch
        {
            CustomerEvent e => ("customer/C-100", SubjectKind<Customer, CustomerEvent>.Write(e)),
            SalespersonEvent e => ("salesperson/S-001", SubjectKind<Salesperson, SalespersonEvent>.Write(e)),
            OpportunityEvent e => ("opportunity/OPP-2026-000417", SubjectKind<Opportunity, OpportunityEvent>.Write(e)),
            PriceListEvent e => ("pricelist/PL-1", SubjectKind<PriceList, PriceListEvent>.Write(e)),
            QuoteEvent e => ("quote/Q-1", SubjectKind<Quote, QuoteEvent>.Write(e)),
            ContractEvent e => ("contract/K-1", SubjectKind<Contract, ContractEvent>.Write(e)),
            _ => throw new ArgumentException($"{happened} is no event.", nameof(happened)),
        };
        return new(3, 41, subject, 5, World.Now.AddTicks(1_234_567), "王芳 <wang@example.com>", "import/7 \"a\"", 0xfedc_ba98_7654_3210,
            happened.GetType().Name, 1, data);
    }

    public static IReadOnlyDictionary<string, SubjectRecord> Records { get; } = new Dictionary<string, SubjectRecord>
    {
        ["customer"] = Mark(new SubjectRecord<Customer> { State = new(new("东海钢铁", "steel", "CN", "C-000", 1200, 1958, new(900_000_00, "CNY")), World.Now) }),
        ["salesperson"] = Mark(new SubjectRecord<Salesperson> { State = new("王芳", new("East 1", "East", "陈总"), true, World.Now) }),
        ["opportunity"] = Mark(new SubjectRecord<Opportunity>
        {
            State = World.In("negotiation", null, "signed-contract") with
            {
                Status = OpportunityStatus.Lost,
                ClosedOn = Day,
                LossReason = "price",
                Imported = true,
                UnevidencedGates = ["development", "initiation"],
                ActivityCount = 2,
                LastActivityOn = Day,
            },
        }),
        ["pricelist"] = Mark(new SubjectRecord<PriceList> { State = Deals.SamplePriceList }),
        ["quote"] = Mark(new SubjectRecord<Quote> { State = Deals.SampleQuote }),
        ["contract"] = Mark(new SubjectRecord<Contract> { State = Deals.SampleContract }),
    };

    private static SubjectRecord Mark<T>(SubjectRecord<T> record) => record.After(record.Body, 2, ulong.MaxValue, 0xfedc_ba98_7654_3210).Committed(40);
}
