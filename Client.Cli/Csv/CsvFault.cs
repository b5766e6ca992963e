namespace SalesGrid.Csv;

/// <summary>What can be wrong with the form of a record.</summary>
public enum CsvFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A quote inside an unquoted field, or text after the closing quote.</summary>
    BadQuotes,

    /// <summary>A quote that is never closed.</summary>
    UnclosedQuote,

    /// <summary>Longer than <see cref="CsvRecords.MaxRecordLength"/>.</summary>
    TooLong,

    /// <summary>More columns than <see cref="CsvRecords.MaxColumns"/>.</summary>
    TooManyColumns,

    /// <summary>Bytes that are no characters in the file's encoding.</summary>
    BadCharacters,
}
