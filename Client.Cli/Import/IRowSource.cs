namespace SalesGrid.Import;

/// <summary>Rows of one table, one after the other, each already a command or rejected.</summary>
public interface IRowSource : IDisposable
{
    /// <summary>Goes to the next row; false when there is none.</summary>
    bool Next();

    /// <summary>Physical line of the file the row began on.</summary>
    int Line { get; }

    /// <summary>The row's id, as far as it could be read.</summary>
    string Key { get; }

    /// <summary>The row as it stands in the file.</summary>
    string Raw { get; }

    /// <summary>Why nothing is to be sent for it; null when there is a command.</summary>
    Refusal? Problem { get; }

    /// <summary>A bit for each warning, by number in <see cref="Kinds"/>.</summary>
    ulong Warnings { get; }

    /// <summary>The command as JSON; valid until the next row.</summary>
    ReadOnlySpan<byte> Command { get; }

    /// <summary>True when the row may name rows before it, which must have arrived by the time it is sent.</summary>
    bool NeedsEarlierRows => false;

    /// <summary>True when what the row makes may be there already: that it is there is then a success, whatever it is like.</summary>
    bool OnlyIfMissing => false;

    /// <summary>The kinds of warning its rows can have.</summary>
    WarningKinds Kinds { get; }
}
