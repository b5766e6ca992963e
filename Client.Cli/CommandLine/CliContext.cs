using SalesGrid.Sending;
using SalesGrid.Texts;
using Spectre.Console;

namespace SalesGrid.CommandLine;

/// <summary>What a command needs of the world around it.</summary>
/// <param name="Language">The language spoken.</param>
/// <param name="Console">Where output goes.</param>
/// <param name="Errors">Where errors go.</param>
/// <param name="Environment">Environment variables.</param>
/// <param name="Time">Clock.</param>
public sealed record CliContext(
    Language Language,
    IAnsiConsole Console,
    TextWriter Errors,
    Func<string, string?> Environment,
    TimeProvider Time)
{
    /// <summary>Runs a command; what a person can put right is said plainly.</summary>
    public async Task<int> Guard(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (UserErrorException error)
        {
            foreach (var line in error.Lines)
                await Errors.WriteLineAsync(line.In(Language));
        }
        catch (ServerOutOfReachException error)
        {
            await Errors.WriteLineAsync(Language.Pick($"服务器没有回答:{error.Message}", $"The server does not answer: {error.Message}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Errors.WriteLineAsync(error.Message);
        }
        catch (OperationCanceledException)
        {
            await Errors.WriteLineAsync(Language.Pick("已中断。", "Interrupted."));
        }
        return ExitCode.Failed;
    }

    /// <summary>Runs something with progress bars on a terminal; without bars elsewhere, or when quiet.</summary>
    public Task WithProgress(bool quiet, Func<ProgressContext?, Task> work) =>
        quiet || !Console.Profile.Capabilities.Interactive || !Console.Profile.Out.IsTerminal
            ? work(null)
            : Console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(work);
}

/// <summary>What the process ends with.</summary>
public static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>Wrong usage or mapping, or the server cannot be reached.</summary>
    public const int Failed = 1;

    /// <summary>It ran to the end, but some rows were rejected, or the ledger does not verify.</summary>
    public const int SomeRejected = 2;
}
