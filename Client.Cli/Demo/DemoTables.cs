using SalesGrid.Import;

namespace SalesGrid.Demo;

/// <summary>Demo data as tables to be brought in, with the same commands and command ids as its CSV files would give.</summary>
public static class DemoTables
{
    /// <summary>The tables, in the order they are brought in.</summary>
    public static IReadOnlyList<ImportTable> Of(DemoData data) =>
    [
        new("salespeople", data.SalespersonCount, "", () => new DemoRowSource<DemoSalesperson>(data.Source, data.Salespeople(), p => p.Id, (w, p) => w.Write(Row(p)))),
        new("customers", data.CustomerCount, "", () => new DemoRowSource<DemoCustomer>(data.Source, data.Customers(), c => c.Id, (w, c) => w.Write(Row(c)))),
        new("opportunities", data.Count, "", () => new DemoRowSource<DemoOpportunity>(data.Source, data.Opportunities(), o => o.Id, (w, o) => w.Write(Row(o)))),
    ];

    /// <summary>A salesperson as a row.</summary>
    public static SalespersonRow Row(DemoSalesperson person) => new(person.Id, person.Name, person.Team, person.Region, person.Manager);

    /// <summary>A customer as a row.</summary>
    public static CustomerRow Row(DemoCustomer customer) => new(customer.Id, customer.Name, customer.Sector, customer.Country,
        null, customer.Employees, customer.YearEstablished, customer.AnnualRevenue, DemoFiles.Currency);

    /// <summary>An opportunity as a row.</summary>
    public static OpportunityRow Row(DemoOpportunity o) => new(o.Id, o.OwnerId, o.Status, o.Stage, o.OpenedOn, o.ClosedOn, o.LossReason,
        o.Name, o.CustomerId, o.Product, o.Channel, o.Amount, o.Amount is null ? null : DemoFiles.Currency, o.ExpectedCloseOn);
}

/// <summary>Writes one row as a command.</summary>
internal delegate ReadOnlySpan<byte> WriteCommand<in T>(CommandWriter writer, T row);

/// <summary>The rows of one table of demo data.</summary>
internal sealed class DemoRowSource<T>(string source, IEnumerable<T> rows, Func<T, string> keyOf, WriteCommand<T> write) : IRowSource
{
    private readonly IEnumerator<T> rows = rows.GetEnumerator();
    private readonly CommandWriter writer = new(source);
    private bool written;

    /// <summary>The line the row would be on in its CSV file.</summary>
    public int Line { get; private set; } = 1;

    /// <inheritdoc/>
    public string Key => keyOf(rows.Current);

    /// <inheritdoc/>
    public string Raw => Key;

    /// <inheritdoc/>
    public Refusal? Problem => null;

    /// <inheritdoc/>
    public ulong Warnings => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Command => written ? write(writer, rows.Current) : [];

    /// <inheritdoc/>
    public WarningKinds Kinds { get; } = new();

    /// <inheritdoc/>
    public bool Next()
    {
        Line++;
        return written = rows.MoveNext();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        writer.Dispose();
    }
}
