using SalesGrid.Subjects;

namespace SalesGrid.Controls;

/// <summary>Keeps what was refused: a blocked attempt is a fact a process controller needs.</summary>
public interface IRefusalLog
{
    /// <summary>Returns once the refusal is durable, or counted where there are too many of its sort.</summary>
    /// <param name="subject">The object.</param>
    /// <param name="command">What was asked.</param>
    /// <param name="fingerprint">XxHash3 of its content.</param>
    /// <param name="envelope">Who asked.</param>
    /// <param name="refusal">Why not.</param>
    /// <param name="request">What the rules knew of the request, and what they were shown.</param>
    ValueTask Note(string subject, Command command, ulong fingerprint, Envelope envelope, Refusal refusal, DecisionContext request);
}

/// <summary>Keeps nothing.</summary>
public sealed class NoRefusalLog : IRefusalLog
{
    /// <inheritdoc/>
    public ValueTask Note(string subject, Command command, ulong fingerprint, Envelope envelope, Refusal refusal, DecisionContext request) => ValueTask.CompletedTask;
}
