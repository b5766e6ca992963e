using System.Collections.Immutable;

namespace SalesGrid.Customers;

/// <summary>Classes a customer (客户分类). A follow-up rhythm belongs to each class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.Classify")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager, nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.classify")]
public sealed record Classify([property: Id(0)] CustomerClass Class, [property: Id(1)] string Reason) : CustomerCommand;

/// <summary>Records that the customer was followed up (跟进).</summary>
/// <param name="Kind">What it was, e.g. <c>visit</c>.</param>
/// <param name="Summary">What came of it, 1 to 4,000 characters.</param>
/// <param name="On">The day, not in the future; today when null.</param>
/// <param name="ContactId">The person spoken to; null for none in particular.</param>
/// <param name="Purpose">What the person was spoken to for, one of <see cref="ConsentPurposes"/>; they must have consented to it.</param>
[GenerateSerializer, Immutable, Alias("sg.RecordFollowUp")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager, nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.follow-up")]
public sealed record RecordFollowUp(
    [property: Id(0)] string Kind,
    [property: Id(1), Masked(Fields.Conversation)] string Summary,
    [property: Id(2)] DateOnly? On = null,
    [property: Id(3)] string? ContactId = null,
    [property: Id(4)] string Purpose = ConsentPurposes.Sales) : CustomerCommand;

/// <summary>Adds a contact, or replaces what is known of one.</summary>
/// <param name="ContactId">Id of the person at this customer, as ids of objects are.</param>
/// <param name="Name">Name, 1 to 100 characters.</param>
/// <param name="Title">What they do there, up to 100 characters; null when unknown.</param>
/// <param name="Phone">Up to 40 characters; null when unknown.</param>
/// <param name="Email">Up to 254 characters; null when unknown.</param>
/// <param name="Consent">
/// What they agreed to. Left out, the consent on record stays; one that was withdrawn comes back only with a consent given after.
/// </param>
[GenerateSerializer, Immutable, Alias("sg.PutContact")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager, nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.put-contact")]
public sealed record PutContact(
    [property: Id(0)] string ContactId,
    [property: Id(1), Masked(Fields.ContactName)] string Name,
    [property: Id(2)] string? Title = null,
    [property: Id(3), Masked(Fields.Phone)] string? Phone = null,
    [property: Id(4), Masked(Fields.Email)] string? Email = null,
    [property: Id(5)] Consent? Consent = null) : CustomerCommand
{
    /// <summary>Most contacts of one customer.</summary>
    public const int ContactsMax = 200;
}

/// <summary>Records that a contact has withdrawn their consent, to everything.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="On">The day, not in the future; today when null.</param>
[GenerateSerializer, Immutable, Alias("sg.WithdrawConsent")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager | Duties.Legal | Duties.Controller, nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.withdraw-consent")]
public sealed record WithdrawConsent([property: Id(0)] string ContactId, [property: Id(1)] DateOnly? On = null) : CustomerCommand;

/// <summary>
/// Takes a contact and their personal data out of the customer's state and every view of it. The ledger's history, which is
/// tamper-evident, keeps the entries they were written with.
/// </summary>
/// <param name="ContactId">The contact.</param>
/// <param name="Reason">Why, 1 to 4,000 characters, without personal data.</param>
[GenerateSerializer, Immutable, Alias("sg.RemoveContact")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager | Duties.Legal | Duties.Controller, nameof(ControlPoints.CustomerMustBeOnesOwn), Act = "customer.remove-contact")]
public sealed record RemoveContact([property: Id(0)] string ContactId, [property: Id(1), Masked(Fields.Conversation)] string Reason) : CustomerCommand;

/// <summary>How near a customer is to buying. Numbers are fixed: they cross process boundaries.</summary>
public enum CustomerClass
{
    /// <summary>Might buy one day (潜在).</summary>
    Potential = 1,

    /// <summary>Means to buy (意向).</summary>
    Intent = 2,

    /// <summary>Has bought (成交).</summary>
    Won = 3,
}

/// <summary>Purposes a person can consent to being contacted for.</summary>
public static class ConsentPurposes
{
    /// <summary>Talk about buying.</summary>
    public const string Sales = "sales";

    /// <summary>Serve what was bought.</summary>
    public const string Service = "service";

    /// <summary>Advertising.</summary>
    public const string Marketing = "marketing";

    /// <summary>Ask how satisfied they are.</summary>
    public const string Survey = "survey";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Sales, Service, Marketing, Survey];
}

/// <summary>What a person agreed to (个人信息保护法, articles 13 to 15).</summary>
/// <param name="Purposes">What for: one or more of <see cref="ConsentPurposes"/>.</param>
/// <param name="GivenOn">The day it was given, not in the future.</param>
/// <param name="Evidence">What shows it, 1 to 200 characters.</param>
/// <param name="WithdrawnOn">The day it was withdrawn; null while it stands.</param>
[GenerateSerializer, Immutable, Alias("sg.Consent")]
public sealed record Consent(
    [property: Id(0)] ImmutableArray<string> Purposes,
    [property: Id(1)] DateOnly GivenOn,
    [property: Id(2), Masked(Fields.ConsentEvidence)] string Evidence,
    [property: Id(3)] DateOnly? WithdrawnOn = null)
{
    /// <summary>True when it covers a purpose on a day: from the day it was given, until the day before it was withdrawn.</summary>
    public bool Covers(string purpose, DateOnly day) =>
        Purposes.Contains(purpose) && GivenOn <= day && (WithdrawnOn is not { } withdrawn || day < withdrawn);
}

/// <summary>A person at a customer (联系人).</summary>
[GenerateSerializer, Immutable, Alias("sg.Contact")]
public sealed record Contact(
    [property: Id(0)] string Id,
    [property: Id(1), Masked(Fields.ContactName)] string Name,
    [property: Id(2)] string? Title,
    [property: Id(3), Masked(Fields.Phone)] string? Phone,
    [property: Id(4), Masked(Fields.Email)] string? Email,
    [property: Id(5)] Consent? Consent);
