using System.Buffers;
using SalesGrid.Import;

namespace SalesGrid.Sending;

/// <summary>A stretch of consecutive rows: those with a command are sent together, the rejected ones keep their place between them.</summary>
public sealed class Batch(long firstRow)
{
    /// <summary>Most rows of a batch, whether sent or not.</summary>
    public const int MaxRows = 5_000;

    private readonly List<BatchRow> rows = [];
    private readonly List<Range> commands = [];
    private readonly ArrayBufferWriter<byte> bytes = new(64 * 1024);

    /// <summary>Number of the first row, from 0.</summary>
    public long FirstRow => firstRow;

    /// <summary>Its rows in order.</summary>
    public IReadOnlyList<BatchRow> Rows => rows;

    /// <summary>True when no further row may be added.</summary>
    public bool IsFull(int batchSize) => commands.Count >= batchSize || rows.Count >= MaxRows || bytes.WrittenCount >= GridClient.MaxBodyBytes;

    /// <summary>Adds the row a source stands at.</summary>
    public void Add(IRowSource source)
    {
        var index = -1;
        if (source.Problem is null)
        {
            index = commands.Count;
            var start = bytes.WrittenCount;
            bytes.Write(source.Command);
            commands.Add(start..bytes.WrittenCount);
        }
        rows.Add(new(source.Line, source.Key, source.Raw, source.Problem, source.Warnings, index, source.OnlyIfMissing));
    }

    /// <summary>Sends its commands and waits until all are decided.</summary>
    public async Task<CompletedBatch> Send(ICommandSender door, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
            return new(this, []);
        var written = bytes.WrittenMemory;
        return new(this, await door.Send([.. commands.Select(range => written[range])], cancellationToken));
    }
}

/// <summary>A row on its way.</summary>
/// <param name="Line">Physical line of the file.</param>
/// <param name="Key">The row's id.</param>
/// <param name="Raw">The row as it stands in the file.</param>
/// <param name="Problem">Why nothing is sent for it.</param>
/// <param name="Warnings">A bit for each warning.</param>
/// <param name="Command">Its command's number in the batch; -1 when it has none.</param>
/// <param name="OnlyIfMissing">True when what it makes may be there already.</param>
public readonly record struct BatchRow(int Line, string Key, string Raw, Refusal? Problem, ulong Warnings, int Command, bool OnlyIfMissing = false);

/// <summary>A batch of which every row's fate is known.</summary>
public sealed record CompletedBatch(Batch Batch, IReadOnlyList<CommandResult> Results);
