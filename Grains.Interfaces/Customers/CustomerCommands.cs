using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SalesGrid.Customers;

/// <summary>What can be asked of a customer.</summary>
[GenerateSerializer, Immutable, Alias("sg.CustomerCommand")]
public abstract record CustomerCommand : Command;

/// <summary>Registers a customer under the id of the grain. Its members are those of a <see cref="CustomerProfile"/>.</summary>
[GenerateSerializer, Immutable, Alias("sg.RegisterCustomer")]
[SentBy(Standing.Anybody)]
public sealed record RegisterCustomer : CustomerCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public RegisterCustomer() { }

    /// <summary>One with a profile.</summary>
    [SetsRequiredMembers]
    public RegisterCustomer(CustomerProfile profile)
    {
        (Name, Sector, Country, Parent) = (profile.Name, profile.Sector, profile.Country, profile.Parent);
        (Employees, YearEstablished, AnnualRevenue) = (profile.Employees, profile.YearEstablished, profile.AnnualRevenue);
        (CreditCode, City) = (profile.CreditCode, profile.City);
    }

    /// <summary>Name as the company uses it, 1 to 200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Industry, a dimension of the KPIs.</summary>
    [Id(1)] public string? Sector { get; init; }

    /// <summary>Where its headquarters is, a dimension of the KPIs.</summary>
    [Id(2)] public string? Country { get; init; }

    /// <summary>Id of the customer it is a subsidiary of.</summary>
    [Id(3)] public string? Parent { get; init; }

    /// <summary>Number of employees, 0 or more.</summary>
    [Id(4)] public int? Employees { get; init; }

    /// <summary>Year, 1000 to 2199.</summary>
    [Id(5)] public int? YearEstablished { get; init; }

    /// <summary>Annual revenue, with its currency.</summary>
    [Id(6)] public StatedAmount? AnnualRevenue { get; init; }

    /// <summary>Unified social credit code (统一社会信用代码), see <see cref="Customers.CreditCode"/>.</summary>
    [Id(7)] public string? CreditCode { get; init; }

    /// <summary>City of its headquarters, a dimension of the KPIs.</summary>
    [Id(8)] public string? City { get; init; }
}

/// <summary>Changes what is known of a customer: what it names, and nothing else.</summary>
[GenerateSerializer, Immutable, Alias("sg.AmendCustomer")]
[SentBy(Standing.OwnersSide | Standing.Unowned, Duties.Manager, Act = "customer.amend")]
public sealed record AmendCustomer : CustomerCommand
{
    /// <summary>One to be filled in.</summary>
    [JsonConstructor]
    public AmendCustomer() { }

    /// <summary>One that names everything: afterwards the customer is known as in the profile.</summary>
    public AmendCustomer(CustomerProfile profile)
    {
        (Name, Sector, Country, Parent) = (profile.Name, profile.Sector, profile.Country, profile.Parent);
        (Employees, YearEstablished, CreditCode, City) = (profile.Employees, profile.YearEstablished, profile.CreditCode, profile.City);
        AnnualRevenue = profile.AnnualRevenue is { } revenue ? (StatedAmount?)revenue : null;
    }

    /// <summary>Name, 1 to 200 characters; it cannot be cleared.</summary>
    [Id(0)] public Change<string?> Name { get; init; }

    /// <summary>Industry.</summary>
    [Id(1)] public Change<string?> Sector { get; init; }

    /// <summary>Where its headquarters is.</summary>
    [Id(2)] public Change<string?> Country { get; init; }

    /// <summary>Id of the customer it is a subsidiary of.</summary>
    [Id(3)] public Change<string?> Parent { get; init; }

    /// <summary>Number of employees.</summary>
    [Id(4)] public Change<int?> Employees { get; init; }

    /// <summary>Year it was founded.</summary>
    [Id(5)] public Change<int?> YearEstablished { get; init; }

    /// <summary>Annual revenue; without a currency, in the one it is known in.</summary>
    [Id(6)] public Change<StatedAmount?> AnnualRevenue { get; init; }

    /// <summary>Unified social credit code; null frees the one the customer has.</summary>
    [Id(7)] public Change<string?> CreditCode { get; init; }

    /// <summary>City of its headquarters.</summary>
    [Id(8)] public Change<string?> City { get; init; }
}

/// <summary>
/// Takes a parent away whose own parents lead back to the customer: two changes at the same time made a circle of what each alone
/// would not have. Sent by the customer itself, when it finds that after its change.
/// </summary>
/// <param name="Parent">The parent; another one now changes nothing.</param>
[GenerateSerializer, Immutable, Alias("sg.LeaveParent")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record LeaveParent([property: Id(0)] string Parent) : CustomerCommand;

/// <summary>What is known of a customer.</summary>
/// <param name="Name">Name as the company uses it, 1 to 200 characters.</param>
/// <param name="Sector">Industry, a dimension of the KPIs; null when unknown.</param>
/// <param name="Country">Where its headquarters is, a dimension of the KPIs; null when unknown.</param>
/// <param name="Parent">Id of the customer it is a subsidiary of; null when none.</param>
/// <param name="Employees">Number of employees, 0 or more; null when unknown.</param>
/// <param name="YearEstablished">Year, from 1000 to the present one; null when unknown.</param>
/// <param name="AnnualRevenue">Annual revenue; null when unknown.</param>
/// <param name="CreditCode">Unified social credit code (统一社会信用代码), see <see cref="Customers.CreditCode"/>; null when unknown or abroad.</param>
/// <param name="City">City of its headquarters, a dimension of the KPIs; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("sg.CustomerProfile")]
public sealed record CustomerProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Sector = null,
    [property: Id(2)] string? Country = null,
    [property: Id(3)] string? Parent = null,
    [property: Id(4)] int? Employees = null,
    [property: Id(5)] int? YearEstablished = null,
    [property: Id(6)] Money? AnnualRevenue = null,
    [property: Id(7)] string? CreditCode = null,
    [property: Id(8)] string? City = null);

/// <summary>A contract with the customer was signed. Sent by the contract, not by hand: it makes the customer a won one.</summary>
/// <param name="ContractId">The contract; the same one again changes nothing.</param>
/// <param name="Amount">What it is worth.</param>
/// <param name="On">The day it was signed.</param>
[GenerateSerializer, Immutable, Alias("sg.NoteDeal")]
[SentBy(Duties.Grid, nameof(ControlPoints.TimeMustComeFromGrid))]
public sealed record NoteDeal(
    [property: Id(0)] string ContractId,
    [property: Id(1)] Money Amount,
    [property: Id(2)] DateOnly On) : CustomerCommand;
