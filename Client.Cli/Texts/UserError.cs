namespace SalesGrid.Texts;

/// <summary>
/// Something the person at the keyboard can put right: a wrong option, a mapping that does not fit, a server out of reach.
/// Ends the command with exit code 1 and these lines, without a stack trace.
/// </summary>
public sealed class UserErrorException : Exception
{
    public UserErrorException(params IReadOnlyList<LocalText> lines)
        : base(string.Join(Environment.NewLine, lines.Select(line => line.En))) => Lines = lines;

    public UserErrorException() : this([]) { }

    public UserErrorException(string message) : this(new LocalText(message, message)) { }

    public UserErrorException(string message, Exception innerException) : base(message, innerException) =>
        Lines = [new(message, message)];

    /// <summary>What to say, in both languages.</summary>
    public IReadOnlyList<LocalText> Lines { get; } = [];
}
