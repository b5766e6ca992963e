using SalesGrid.Ledger;

namespace SalesGrid.Storage.Sqlite;

/// <summary>A caller's write, waiting for its transaction.</summary>
internal abstract class SqliteWrite
{
    /// <summary>The caller has gone before the write began: it is not begun any more.</summary>
    public abstract bool Abandoned { get; }

    /// <summary>Bytes this write brings, about; a transaction is filled by them.</summary>
    public virtual long Bytes => 0;

    /// <summary>Does the work, or the next step of it, inside the open transaction.</summary>
    /// <returns>True when nothing remains to be done but to commit.</returns>
    public abstract bool Run(SqliteWriteSession session);

    /// <summary>Answers the caller. Only after the commit.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that the outcome is unknown.</summary>
    public abstract void Fail(Exception why);
}

/// <inheritdoc/>
/// <param name="bytes">Bytes this write brings, about.</param>
/// <param name="run">The work.</param>
/// <param name="cancellationToken">The caller's patience.</param>
internal class SqliteWrite<T>(long bytes, Func<SqliteWriteSession, T> run, CancellationToken cancellationToken) : SqliteWrite
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool Abandoned => cancellationToken.IsCancellationRequested;

    public override long Bytes => bytes;

    public Task<T> Outcome => answer.Task.WaitAsync(cancellationToken);

    protected T Result { get; set; } = default!;

    public override bool Run(SqliteWriteSession session)
    {
        Result = run(session);
        return true;
    }

    public override void Answer() => answer.TrySetResult(Result);

    public override void Fail(Exception why) => answer.TrySetException(why);
}

/// <summary>
/// Pieces and after them heads, written in slices so that appends need not wait for all of them; the
/// checkpoint moves with the last.
/// </summary>
internal sealed class SqliteHeadsWrite(
    int bucket, long fence, long turn, IReadOnlyList<HeadPiece> pieces, IReadOnlyList<Head> heads, long checkpointSeq, int sliceCountMax, CancellationToken cancellationToken)
    : SqliteWrite<bool>(0, _ => true, cancellationToken)
{
    // As much as two of the largest heads: at most some ten milliseconds of writing.
    private const long SliceBytesMax = 2 * 1024 * 1024;

    /// <summary>Pieces and heads written so far.</summary>
    private int written;

    public override bool Abandoned => written == 0 && base.Abandoned;

    public override bool Run(SqliteWriteSession session)
    {
        Result = session.Begins(bucket, fence, turn);
        if (!Result)
            return true;

        var bytes = 0L;
        var end = (int)Math.Min((long)pieces.Count + heads.Count, (long)written + sliceCountMax);
        for (; written < end && bytes < SliceBytesMax; written++)
        {
            if (written < pieces.Count)
            {
                session.WritePiece(bucket, pieces[written]);
                bytes += pieces[written].Data.Length;
            }
            else
            {
                session.WriteHead(bucket, heads[written - pieces.Count]);
                bytes += heads[written - pieces.Count].State.Length;
            }
        }

        if (written < pieces.Count + heads.Count)
            return false;
        session.MoveCheckpoint(bucket, checkpointSeq);
        return true;
    }
}
