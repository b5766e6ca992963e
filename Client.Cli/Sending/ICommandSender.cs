namespace SalesGrid.Sending;

/// <summary>The door many commands go through at once.</summary>
public interface ICommandSender
{
    /// <summary>Sends commands and returns when every one of them is decided, in order.</summary>
    /// <param name="commands">Each one JSON object with its own command id.</param>
    /// <param name="cancellationToken">Stops sending; what was sent may still be carried out.</param>
    /// <exception cref="ServerOutOfReachException">The server gave no answer for as long as it is waited for.</exception>
    Task<IReadOnlyList<CommandResult>> Send(IReadOnlyList<ReadOnlyMemory<byte>> commands, CancellationToken cancellationToken);
}

/// <summary>What became of a command.</summary>
/// <param name="Accepted">True when it holds.</param>
/// <param name="Replayed">True when it had been carried out before.</param>
/// <param name="Kind">For a refused one: what sort of refusal.</param>
/// <param name="ControlPoint">For a refused one: the rule.</param>
/// <param name="Reason">For a refused one: why.</param>
public sealed record CommandResult(bool Accepted, bool Replayed, string? Kind = null, string? ControlPoint = null, LocalText? Reason = null)
{
    /// <summary>Accepted now.</summary>
    public static CommandResult Done { get; } = new(true, false);

    /// <summary>Accepted in an earlier run.</summary>
    public static CommandResult DoneBefore { get; } = new(true, true);

    /// <summary>True when it was not decided, or nobody knows: the same command is to be sent again.</summary>
    public bool IsUndecided => !Accepted && Kind is "busy" or "unknown";
}

/// <summary>A door that accepts everything and sends nothing: what a dry run uses.</summary>
public sealed class DisconnectedSender : ICommandSender
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<CommandResult>> Send(IReadOnlyList<ReadOnlyMemory<byte>> commands, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CommandResult>>([.. Enumerable.Repeat(CommandResult.Done, commands.Count)]);
}

/// <summary>The server gave no answer for as long as it was waited for. Sending the same again continues.</summary>
public sealed class ServerOutOfReachException : Exception
{
    public ServerOutOfReachException() : base("The server cannot be reached.") { }

    public ServerOutOfReachException(string message) : base(message) { }

    public ServerOutOfReachException(string message, Exception? innerException) : base(message, innerException) { }
}
