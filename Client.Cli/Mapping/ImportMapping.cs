namespace SalesGrid.Mapping;

/// <summary>How one source's CSV files are read: the contents of a mapping file.</summary>
/// <param name="Source">Name of the source; part of every command id, and recorded with every imported opportunity.</param>
/// <param name="Currency">ISO 4217 code of amounts that say no other; null when every amount says its own.</param>
/// <param name="Encoding">Encoding of the files, or <c>auto</c>.</param>
/// <param name="Delimiter">Delimiter of the files; null to look at the header.</param>
/// <param name="Dates">Date formats, tried in order.</param>
/// <param name="Numbers">How numbers are written.</param>
/// <param name="Tables">The tables there are, in the order they are brought in.</param>
/// <param name="Hash">SHA-256 of the mapping file: a run stopped under another mapping is not continued.</param>
public sealed record ImportMapping(
    string Source,
    string? Currency,
    string Encoding,
    char? Delimiter,
    IReadOnlyList<string> Dates,
    NumberStyle Numbers,
    IReadOnlyList<TableMapping> Tables,
    string Hash);

/// <summary>One table: a file and what its columns mean.</summary>
/// <param name="Kind">What its rows become.</param>
/// <param name="File">File name, relative to the folder imported.</param>
/// <param name="Id">Where the id comes from.</param>
/// <param name="IdRule">How its text becomes an id.</param>
/// <param name="IdReplace">Texts replaced in ids before the rule is applied, e.g. <c>&amp;</c> by <c>and</c>.</param>
/// <param name="Key">What other tables call a row; null for the text its id comes from.</param>
/// <param name="Fields">Where each field comes from, by name.</param>
/// <param name="Status">For opportunities: what each source status means.</param>
/// <param name="Create">For opportunities: which entries of catalogues that its rows name are made where they are missing, in this order.</param>
public sealed record TableMapping(
    TableKind Kind,
    string File,
    FieldMapping Id,
    IdRule IdRule,
    IReadOnlyDictionary<string, string> IdReplace,
    FieldMapping? Key,
    IReadOnlyDictionary<string, FieldMapping> Fields,
    StatusMapping? Status,
    IReadOnlyList<CreatedKind> Create);

/// <summary>Where a field comes from: exactly one of column, template or constant.</summary>
/// <param name="Column">A column by its header.</param>
/// <param name="Template">Text with columns in braces, e.g. <c>{first} {last}</c>.</param>
/// <param name="Constant">The same text for every row.</param>
/// <param name="Aliases">Values that are read as others.</param>
/// <param name="Default">Value of an empty cell.</param>
/// <param name="Scale">For numbers: what one unit of the source is worth, e.g. 1000000 for millions.</param>
/// <param name="Lookup">The table whose key the value is; the field becomes that row's id.</param>
/// <param name="WhenMissing">What becomes of a row without a value; null for what the field needs.</param>
/// <param name="WhenUnknown">What becomes of a row whose value the looked-up table does not have.</param>
public sealed record FieldMapping(
    string? Column,
    string? Template,
    string? Constant,
    IReadOnlyDictionary<string, string> Aliases,
    string? Default,
    decimal Scale,
    TableKind? Lookup,
    RowPolicy? WhenMissing,
    RowPolicy WhenUnknown);

/// <summary>What the values of a status column mean.</summary>
public sealed record StatusMapping(FieldMapping From, IReadOnlyDictionary<string, StatusMeaning> Values);

/// <summary>What one source status means.</summary>
/// <param name="Status"><c>open</c>, <c>won</c> or <c>lost</c>.</param>
/// <param name="Stage">Id of the stage it stands in.</param>
/// <param name="LossReason">For lost: the reason where the row gives none.</param>
public sealed record StatusMeaning(string Status, string Stage, string? LossReason);

/// <summary>How numbers are written.</summary>
/// <param name="Point">Decimal separator.</param>
/// <param name="Thousands">Separator of groups of three digits; null when there is none.</param>
/// <param name="Signs">Currency signs and units that may stand before or behind.</param>
public sealed record NumberStyle(char Point, char? Thousands, IReadOnlyList<string> Signs)
{
    /// <summary>1,234.56 with or without ¥ or $.</summary>
    public static NumberStyle Default { get; } = new('.', ',', ["¥", "¥", "$", "€", "£"]);
}

/// <summary>What the rows of a table become, in the order the tables are brought in.</summary>
public enum TableKind
{
    /// <summary>salesperson.create.</summary>
    Salespeople,

    /// <summary>customer.create.</summary>
    Customers,

    /// <summary>opportunity.import.</summary>
    Opportunities,
}

/// <summary>What an import makes where it is missing, because rows name it and the mapping says so.</summary>
public enum CreatedKind
{
    /// <summary>product.import.</summary>
    Product,

    /// <summary>channel.import.</summary>
    Channel,
}

/// <summary>How a text becomes an id.</summary>
public enum IdRule
{
    /// <summary>As it is; a row whose text cannot be an id is rejected.</summary>
    AsIs,

    /// <summary>Lower case, everything but letters and digits turned into single hyphens.</summary>
    Slug,
}

/// <summary>What becomes of a row with a gap.</summary>
public enum RowPolicy
{
    /// <summary>It goes in without the value.</summary>
    Accept,

    /// <summary>It goes in without the value, and is counted as accepted with a warning.</summary>
    Warn,

    /// <summary>It is rejected.</summary>
    Reject,
}
