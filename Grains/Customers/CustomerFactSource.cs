using SalesGrid.Kpis;
using SalesGrid.Subjects;

namespace SalesGrid.Customers;

/// <summary>What a customer contributes to lists and KPIs.</summary>
public static class CustomerFactSource
{
    /// <summary>The facts of customers.</summary>
    public static Facts<Customer, CustomerFactRow> Facts { get; } = new(CustomerSchema.Schema)
    {
        Write = CustomerFactRow.Write,
        Currency = (in _) => null,
        PeriodOn = (in row) => row.RegisteredOn,
        Measures = (in row, sums) =>
        {
            sums[0] = row.FollowUps;
            sums[1] = row.Deals;
            sums[2] = row.Refusals;
        },
        Dimensions = new Dictionary<string, DimensionOf<CustomerFactRow>>(StringComparer.Ordinal)
        {
            ["class"] = (in row, _) => row.Class,
            ["sector"] = (in row, _) => row.Sector,
            ["city"] = (in row, _) => row.City,
            ["country"] = (in row, _) => row.Country,
            ["owner"] = (in row, _) => row.Owner,
            ["inPool"] = (in row, _) => row.InPool ? "true" : "false",
            [CustomerSchema.Parent] = (in row, _) => row.Parent,
            ["merged"] = (in row, _) => row.IsMerged ? "true" : "false",
        },
        Numbers = new Dictionary<string, OfRow<CustomerFactRow, long?>>(StringComparer.Ordinal)
        {
            ["registeredOn"] = (in row) => row.RegisteredOn.DayNumber,
        },
    };
}

/// <summary>One customer as the projection holds it for its facts.</summary>
public struct CustomerFactRow : IFactRow
{
    /// <inheritdoc/>
    public string Id { get; private set; }

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public long Seq { get; private set; }

    /// <inheritdoc/>
    public int Refusals { get; set; }

    public string? Class { get; private set; }
    public string? Sector { get; private set; }
    public string? City { get; private set; }
    public string? Country { get; private set; }
    public string? Owner { get; private set; }
    public string? Parent { get; private set; }
    public bool InPool { get; private set; }

    /// <summary>True for an alias of another customer.</summary>
    public bool IsMerged { get; private set; }

    public int FollowUps { get; private set; }
    public int Deals { get; private set; }

    /// <summary>Business day it was registered.</summary>
    public DateOnly RegisteredOn { get; private set; }

    /// <summary>Makes the row of a customer.</summary>
    public static bool Write(ref CustomerFactRow row, string id, SubjectRecord<Customer> record, FactContext context)
    {
        // One that was never registered can have a record: that a reservation taken for it does not stand.
        if (record.State is not { Profile: { } profile } customer)
            return false;
        var file = customer.File;
        row.Id = id;
        row.Version = record.Version;
        row.Seq = record.Seq;
        row.Class = file?.Class switch
        {
            CustomerClass.Potential => "potential",
            CustomerClass.Intent => "intent",
            CustomerClass.Won => "won",
            _ => null,
        };
        row.Sector = context.Shared(profile.Sector);
        row.City = context.Shared(profile.City);
        row.Country = context.Shared(profile.Country);
        row.Owner = context.Shared(customer.OwnerId);
        row.IsMerged = file?.Merge is not null;
        row.Parent = context.Shared(profile.Parent);
        row.InPool = file?.InPool ?? false;
        row.FollowUps = file?.FollowUps ?? 0;
        row.Deals = file?.Deals ?? 0;
        row.RegisteredOn = context.DayOf(customer.RegisteredAt);
        return true;
    }
}
