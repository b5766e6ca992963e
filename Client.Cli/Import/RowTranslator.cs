using SalesGrid.Csv;
using SalesGrid.Mapping;

namespace SalesGrid.Import;

/// <summary>Turns the records of one table into rows to be sent. Nothing is looked up by name after it is made.</summary>
public sealed class RowTranslator
{
    private readonly ImportMapping mapping;
    private readonly TableSource source;
    private readonly Dictionary<string, FieldReader> fields = new(StringComparer.Ordinal);
    private readonly IdReader ids;
    private readonly ValueReader? status;

    // The fields of the table's kind, taken out of the dictionary once.
    private readonly FieldReader? name, team, region, manager, sector, country, parent, employees, yearEstablished, annualRevenue, creditCode, city,
        currency, ownerId, customerId, product, channel, amount, openedOn, closedOn, expectedCloseOn, lossReason, processId;

    /// <param name="mapping">The mapping.</param>
    /// <param name="source">The table.</param>
    /// <param name="keys">Keys of the tables looked up.</param>
    public RowTranslator(ImportMapping mapping, TableSource source, IReadOnlyDictionary<TableKind, KeyIndex> keys)
    {
        (this.mapping, this.source) = (mapping, source);
        int ColumnOf(string column) => source.Columns[column];
        ids = new(source.Mapping, ColumnOf);
        foreach (var (field, required) in TableReader.Fields[source.Mapping.Kind])
        {
            if (source.Mapping.Fields.TryGetValue(field, out var from))
                fields[field] = new(field, required, from, mapping, ColumnOf, from.Lookup is { } kind ? keys[kind] : null, Warnings);
        }
        status = source.Mapping.Status is { } meaning ? new(meaning.From, ColumnOf) : null;
        FieldReader? Of(string field) => fields.GetValueOrDefault(field);
        (name, team, region, manager) = (Of("name"), Of("team"), Of("region"), Of("manager"));
        (sector, country, parent, employees) = (Of("sector"), Of("country"), Of("parent"), Of("employees"));
        (yearEstablished, annualRevenue, currency) = (Of("yearEstablished"), Of("annualRevenue"), Of("currency"));
        (creditCode, city) = (Of("creditCode"), Of("city"));
        (ownerId, customerId, product, channel, amount) = (Of("ownerId"), Of("customerId"), Of("product"), Of("channel"), Of("amount"));
        (openedOn, closedOn, expectedCloseOn) = (Of("openedOn"), Of("closedOn"), Of("expectedCloseOn"));
        (lossReason, processId) = (Of("lossReason"), Of("processId"));
    }

    /// <summary>The kinds of warning its rows can have.</summary>
    public WarningKinds Warnings { get; } = new();

    /// <summary>The id of a record whose form is right; the record is rejected when it cannot be one.</summary>
    public string Id(CsvRecords row, RowCheck check)
    {
        var id = ids.Id(row);
        if (id.Length == 0)
            check.Reject(ImportPoints.ValueMustBeThere.RefuseField("id", "id"));
        else if (!SubjectId.IsValid(id))
            check.Reject(ImportPoints.IdMustBeUsable.RefuseField("id", id));
        return id;
    }

    /// <summary>Rejects a record whose form is wrong.</summary>
    public void CheckForm(CsvRecords row, RowCheck check)
    {
        if (row.Fault != CsvFault.None)
        {
            var (zh, en) = Describe(row.Fault);
            check.Reject(ImportPoints.RowMustBeReadable.Refuse(zh, en));
        }
        else if (row.FieldCount != source.ColumnCount)
        {
            check.Reject(ImportPoints.RowMustHaveAllColumns.Refuse(row.FieldCount, source.ColumnCount));
        }
    }

    /// <summary>A salesperson; means something only when nothing was rejected.</summary>
    public SalespersonRow Salesperson(string id, CsvRecords row, RowCheck check) => new(id,
        name!.Text(row, check) ?? "",
        team!.Text(row, check) ?? "",
        region!.Text(row, check) ?? "",
        manager?.Text(row, check));

    /// <summary>The id of the parent a customer's row names; null for none, or where the table has no parents.</summary>
    public string? Parent(CsvRecords row, RowCheck check) => parent?.Id(row, check);

    /// <summary>True when the rows can name parents.</summary>
    public bool HasParents => parent is not null;

    /// <summary>A customer; means something only when nothing was rejected.</summary>
    public CustomerRow Customer(string id, CsvRecords row, RowCheck check)
    {
        var revenue = Amount(annualRevenue, row, check);
        return new(id,
            name!.Text(row, check) ?? "",
            sector?.Text(row, check),
            country?.Text(row, check),
            parent?.Id(row, check),
            employees?.WholeNumber(row, check),
            yearEstablished?.WholeNumber(row, check),
            revenue.Amount, revenue.Currency,
            creditCode?.Text(row, check),
            city?.Text(row, check));
    }

    /// <summary>An opportunity; means something only when nothing was rejected.</summary>
    public OpportunityRow Opportunity(string id, CsvRecords row, RowCheck check)
    {
        var value = status!.Read(row).ToString();
        if (!source.Mapping.Status!.Values.TryGetValue(value, out var meaning))
        {
            check.Reject(value.Length == 0
                ? ImportPoints.ValueMustBeThere.RefuseField("status", "status")
                : ImportPoints.StatusMustBeKnown.RefuseField("status", value));
            return new(id, "", "", "");
        }
        var money = Amount(amount, row, check);
        var isLost = meaning.Status == "lost";
        return new(id,
            ownerId!.Id(row, check) ?? "",
            meaning.Status, meaning.Stage,
            openedOn?.Date(row, check),
            closedOn?.Date(row, check),
            // A reason in the row of one that is not lost means nothing, and the grid takes none.
            isLost ? lossReason?.Text(row, check) ?? meaning.LossReason : null,
            name?.Text(row, check),
            customerId?.Id(row, check),
            product?.Text(row, check),
            channel?.Text(row, check),
            money.Amount, money.Currency,
            expectedCloseOn?.Date(row, check),
            processId?.Text(row, check));
    }

    private (decimal? Amount, string? Currency) Amount(FieldReader? field, CsvRecords row, RowCheck check)
    {
        if (field?.Number(row, check) is not { } number)
            return (null, null);
        var unit = currency?.Text(row, check) ?? mapping.Currency;
        if (!Currencies.IsValid(unit) || Currencies.FromMajor(number, unit!) is null)
            check.Reject(ImportPoints.AmountMustFitCurrency.RefuseField("amount", number, unit));
        return (number, unit);
    }

    private static (string Zh, string En) Describe(CsvFault fault) => fault switch
    {
        CsvFault.BadQuotes => ("引号位置不对", "a quote in the wrong place"),
        CsvFault.UnclosedQuote => ("引号未闭合", "a quote that is never closed"),
        CsvFault.TooLong => ($"超过 {CsvRecords.MaxRecordLength} 个字符", $"longer than {CsvRecords.MaxRecordLength} characters"),
        CsvFault.TooManyColumns => ($"超过 {CsvRecords.MaxColumns} 列", $"more than {CsvRecords.MaxColumns} columns"),
        CsvFault.BadCharacters => ("含有无法解码的字符", "bytes that are no characters in the file's encoding"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };
}
