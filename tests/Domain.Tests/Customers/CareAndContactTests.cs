namespace SalesGrid.Domain.Tests;

/// <summary>Class, follow-up, contacts and their consent.</summary>
public sealed class CareAndContactTests
{
    private static readonly DateOnly Today = Customers.Today;
    private static readonly RecordFollowUp Visit = new("visit", "面谈", ContactId: "P-1");
    private static readonly PutContact Put = new("P-2", "李娜", Consent: Customers.Given);

    private static readonly Customer Withdrawn = Contact(Customers.Person with { Consent = Customers.Given with { WithdrawnOn = Today.AddDays(-3) } });

    private static readonly Customer Crowded = Customers.Of(new()
    {
        Contacts = [.. Enumerable.Range(0, PutContact.ContactsMax).Select(i => Customers.Person with { Id = $"P-{i + 10}" })],
    });

    internal static RuleRow[] Rows { get; } =
    [
        Row("Only the owner classes a customer", Customers.Full, new Classify(CustomerClass.Intent, "询价"), "S-002", Duties.None, "CP-CUST-03"),
        Row("Nobody classes a customer in the pool", Customers.Pooled, new Classify(CustomerClass.Intent, "询价"), "S-002", Duties.Legal, "CP-CUST-03"),
        Row("The owner classes a customer", Customers.Full, new Classify(CustomerClass.Intent, "询价"), "S-001", Duties.None, nameof(CustomerClassified)),
        Row("Whoever acts for the owner does too", Customers.Full, new Classify(CustomerClass.Intent, "询价"), "S-002", Duties.None, nameof(CustomerClassified),
            around: Customers.Around(owner: World.Wang with { Delegations = [new("S-002", Today, Today)] })),
        Row("Who acted for the owner until yesterday does not", Customers.Full, new Classify(CustomerClass.Intent, "询价"), "S-002", Duties.None, "CP-CUST-03",
            around: Customers.Around(owner: World.Wang with { Delegations = [new("S-002", Today.AddDays(-9), Today.AddDays(-1))] })),
        Row("A class needs a reason", Customers.Full, new Classify(CustomerClass.Intent, ""), "S-001", Duties.None, "CP-DATA-01", "reason"),
        Row("A customer is not won by saying so", Customers.Full, new Classify(CustomerClass.Won, "口头"), "S-001", Duties.None, "CP-CUST-04"),
        Row("A manager classes a customer that bought before as won", Customers.Full, new Classify(CustomerClass.Won, "历史成交"), "M-1", Duties.Manager, nameof(CustomerClassified)),
        Row("A customer with a signed contract may be classed as won again", Customers.Of(Customers.Full.File! with { Deals = 1, Class = CustomerClass.Intent }),
            new Classify(CustomerClass.Won, "复购"), "S-001", Duties.None, nameof(CustomerClassified)),
        Row("The same class again changes nothing", Customers.Of(new() { Class = CustomerClass.Intent }), new Classify(CustomerClass.Intent, "x"), "S-001", Duties.None, RuleRow.Nothing),
        Row("A signed contract is noted by the grid alone", Customers.Full, new NoteDeal("CT-1", new(1, "CNY"), Today), "S-001", Duties.Finance | Duties.Manager, "CP-CTRL-08"),
        Row("A signed contract is noted", Customers.Full, new NoteDeal("CT-1", new(1, "CNY"), Today), "grid", Duties.Grid, nameof(DealNoted)),
        Row("The same contract again changes nothing", Customers.Of(new() { LastDeal = "CT-1" }), new NoteDeal("CT-1", new(1, "CNY"), Today), "grid", Duties.Grid, RuleRow.Nothing),

        Row("Only the owner follows a customer up", Customers.Full, Visit, "S-002", Duties.None, "CP-CUST-03"),
        Row("A follow-up of the future is none", Customers.Full, Visit with { On = Today.AddDays(1) }, "S-001", Duties.None, "CP-DATA-01", "on"),
        Row("A follow-up is for a known purpose", Customers.Full, Visit with { Purpose = "gossip" }, "S-001", Duties.None, "CP-DATA-01", "purpose"),
        Row("A contact that is not there cannot be spoken to", Customers.Full, Visit with { ContactId = "P-9" }, "S-001", Duties.None, "CP-PII-03", "contactId"),
        Row("A contact is not spoken to for what they did not agree to", Customers.Full, Visit with { Purpose = "marketing" }, "S-001", Duties.None, "CP-PII-01", "contactId"),
        Row("A contact without consent is not spoken to", Contact(Customers.Person with { Consent = null }), Visit, "S-001", Duties.None, "CP-PII-01"),
        Row("A contact who withdrew is not spoken to", Withdrawn, Visit, "S-001", Duties.None, "CP-PII-01"),
        Row("A talk before they agreed is not covered", Customers.Full, Visit with { On = new(2026, 2, 28) }, "S-001", Duties.None, "CP-PII-01"),
        Row("A talk before they withdrew is covered", Withdrawn, Visit with { On = Today.AddDays(-4) }, "S-001", Duties.None, nameof(FollowUpRecorded)),
        Row("A contact is spoken to for what they agreed to", Customers.Full, Visit, "S-001", Duties.None, nameof(FollowUpRecorded)),
        Row("A follow-up may name nobody", Customers.Full, Visit with { ContactId = null, Purpose = "marketing" }, "S-001", Duties.None, nameof(FollowUpRecorded)),
        Row("A customer nobody was given is followed up by anybody", Customers.Known, Visit with { ContactId = null }, "S-009", Duties.None, nameof(FollowUpRecorded)),

        Row("Only the owner keeps contacts", Customers.Full, Put, "S-002", Duties.Legal, "CP-CUST-03"),
        Row("A contact has a name", Customers.Full, Put with { Name = " " }, "S-001", Duties.None, "CP-DATA-01", "name"),
        Row("Consent is for something", Customers.Full, Put with { Consent = Customers.Given with { Purposes = [] } }, "S-001", Duties.None, "CP-DATA-01", "consent.purposes"),
        Row("Consent is for something known", Customers.Full, Put with { Consent = Customers.Given with { Purposes = ["all"] } }, "S-001", Duties.None, "CP-DATA-01", "consent.purposes"),
        Row("Consent is not for null", Customers.Full, Put with { Consent = Customers.Given with { Purposes = [null!] } }, "S-001", Duties.None, "CP-DATA-01", "consent.purposes"),
        Row("Consent is evidenced", Customers.Full, Put with { Consent = Customers.Given with { Evidence = "" } }, "S-001", Duties.None, "CP-DATA-01", "consent.evidence"),
        Row("Consent is not given tomorrow", Customers.Full, Put with { Consent = Customers.Given with { GivenOn = Today.AddDays(1) } }, "S-001", Duties.None, "CP-DATA-01", "consent.givenOn"),
        Row("The two hundred and first contact is too many", Crowded, Put, "S-001", Duties.None, "CP-PII-04"),
        Row("One of two hundred can be changed", Crowded, Put with { ContactId = "P-10" }, "S-001", Duties.None, nameof(ContactPut)),
        Row("A contact is added", Customers.Full, Put, "S-001", Duties.None, nameof(ContactPut)),
        Row("The same contact again changes nothing", Customers.Full,
            new PutContact("P-1", "张伟", "采购经理", "13800001234", "zhang@example.com", Customers.Given with { Purposes = ["sales", "service"] }), "S-001", Duties.None, RuleRow.Nothing),
        Row("A consent that was withdrawn does not come back", Withdrawn, Put with { ContactId = "P-1" }, "S-001", Duties.None, "CP-PII-02", "consent.givenOn"),
        Row("A consent given after it was withdrawn counts", Withdrawn, Put with { ContactId = "P-1", Consent = Customers.Given with { GivenOn = Today.AddDays(-3) } }, "S-001", Duties.None, nameof(ContactPut)),
        Row("A contact who is not there withdraws nothing", Customers.Full, new WithdrawConsent("P-9"), "S-001", Duties.None, "CP-PII-03"),
        Row("A contact withdraws", Customers.Full, new WithdrawConsent("P-1"), "S-001", Duties.None, nameof(ConsentWithdrawn)),
        Row("Legal records that a contact withdrew, whoever owns the customer", Customers.Full, new WithdrawConsent("P-1"), "LEGAL", Duties.Legal, nameof(ConsentWithdrawn)),
        Row("Withdrawing later than on record changes nothing", Withdrawn, new WithdrawConsent("P-1"), "S-001", Duties.None, RuleRow.Nothing),
        Row("A contact who is not there is not removed", Customers.Full, new RemoveContact("P-9", "x"), "S-001", Duties.None, "CP-PII-03"),
        Row("Another salesperson removes nobody", Customers.Full, new RemoveContact("P-1", "x"), "S-002", Duties.None, "CP-CUST-03"),
        Row("A contact is removed", Customers.Full, new RemoveContact("P-1", "本人要求"), "CTRL", Duties.Controller, nameof(ContactRemoved)),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void Care_and_contacts_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_contact_that_is_put_without_consent_keeps_the_one_on_record_withdrawn_or_not()
    {
        var put = (ContactPut)Assert.Single(CustomerRules.Decide("C-100", Withdrawn, new PutContact("P-1", "张伟"), Customers.Request(), CustomerContext.None).Events);
        Assert.Equal(Today.AddDays(-3), put.Contact.Consent!.WithdrawnOn);
    }

    [Fact]
    public void A_removed_contact_leaves_nothing_of_themselves_in_the_state()
    {
        var after = Customers.Everything.Evolve(new ContactRemoved("P-1", "本人要求"), World.Now);
        Assert.DoesNotContain("张伟", Same.Text(after), StringComparison.Ordinal);
        Assert.DoesNotContain("13800001234", Same.Text(after), StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_contact_cannot_be_reached()
    {
        var person = Customers.Person;
        var masked = (Name: MaskedText.Of(MaskForm.Name, person.Name), Phone: MaskedText.Of(MaskForm.Phone, person.Phone!), Email: MaskedText.Of(MaskForm.Email, person.Email!));
        Assert.Equal(("张**", "138****34", "***@example.com"), masked);
        Assert.Equal("****", MaskedText.Of(MaskForm.Phone, "110"));
        Assert.Equal("***", MaskedText.Of(MaskForm.Email, "nonsense"));
        Assert.Equal("𠮷**", MaskedText.Of(MaskForm.Name, "𠮷田"));
    }

    [Fact]
    public void A_follow_up_of_last_week_does_not_take_the_place_of_todays()
    {
        var state = Customers.Full.Evolve(new FollowUpRecorded("call", "x", Today, "S-001"), World.Now)
            .Evolve(new FollowUpRecorded("call", "x", Today.AddDays(-7), "S-001"), World.Now);
        Assert.Equal((2, Today), (state.File!.FollowUps, state.File.LastContactOn));
    }

    private static Customer Contact(Contact contact) => Customers.Of(Customers.Full.File! with { Contacts = [contact] });

    private static RuleRow Row(
        string says, Customer current, CustomerCommand command, string actor, Duties duties, string expected, string? field = null, CustomerContext? around = null) =>
        new(says, () => Answer.Of(CustomerRules.Decide("C-100", current, command, Customers.Request(actor, duties), around ?? CustomerContext.None)), expected, field);
}
