namespace SalesGrid.Customers;

/// <summary>What can be asked of a customer.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerCommand")]
public abstract record CustomerCommand : Command;

/// <summary>Registers a customer under the id of the grain.</summary>
[GenerateSerializer, Immutable, Alias("sg.RegisterCustomer")]
public sealed record RegisterCustomer([property: Id(0)] CustomerProfile Profile) : CustomerCommand;

/// <summary>Replaces what is known of a customer. The same profile again changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("sg.AmendCustomer")]
public sealed record AmendCustomer([property: Id(0)] CustomerProfile Profile) : CustomerCommand;

/// <summary>
/// Takes a parent away whose own parents lead back to the customer: two changes at the same time made a circle of what each alone
/// would not have. Sent by the customer itself, when it finds that after its change.
/// </summary>
/// <param name="Parent">The parent; another one now changes nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.LeaveParent")]
public sealed record LeaveParent([property: Id(0)] string Parent) : CustomerCommand;

/// <summary>What is known of a customer.</summary>
/// <param name="Name">Name as the company uses it, 1 to 200 characters.</param>
/// <param name="Sector">Industry, a dimension of the KPIs; null when unknown.</param>
/// <param name="Country">Where its headquarters is; null when unknown.</param>
/// <param name="Parent">Id of the customer it is a subsidiary of; null when none.</param>
/// <param name="Employees">Number of employees, 0 or more; null when unknown.</param>
/// <param name="YearEstablished">Year, from 1000 to the present one; null when unknown.</param>
/// <param name="AnnualRevenue">Annual revenue; null when unknown.</param>
/// <param name="CreditCode">Unified social credit code (统一社会信用代码), see <see cref="Customers.CreditCode"/>; null when unknown or abroad.</param>
[GenerateSerializer, Immutable, Alias("sg.CustomerProfile")]
public sealed record CustomerProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Sector = null,
    [property: Id(2)] string? Country = null,
    [property: Id(3)] string? Parent = null,
    [property: Id(4)] int? Employees = null,
    [property: Id(5)] int? YearEstablished = null,
    [property: Id(6)] Money? AnnualRevenue = null,
    [property: Id(7)] string? CreditCode = null);

/// <summary>A contract with the customer was signed. Sent by the contract, not by hand: it makes the customer a won one.</summary>
/// <param name="ContractId">The contract; the same one again changes nothing.</param>
/// <param name="Amount">What it is worth.</param>
/// <param name="On">The day it was signed.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteDeal")]
public sealed record NoteDeal(
    [property: Id(0)] string ContractId,
    [property: Id(1)] Money Amount,
    [property: Id(2)] DateOnly On) : CustomerCommand;

/// <summary>What the customer held elsewhere has been given back. Sent by the customer itself, when it has seen to that.</summary>
/// <param name="Owner">Where it was held, <c>kind/id</c>.</param>
/// <param name="Token">The hold.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteGivenBack")]
public sealed record NoteGivenBack([property: Id(0)] string Owner, [property: Id(1)] string Token) : CustomerCommand;
