using SalesGrid.Texts;

namespace SalesGrid.CommandLine;

/// <summary>Says that the server keeps us waiting, at most every few seconds however many requests wait.</summary>
public sealed class WaitingNotice(CliContext context)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private long? said;

    /// <summary>Says it, unless it was said just now.</summary>
    public void Say(string why)
    {
        lock (gate)
        {
            if (said is { } last && context.Time.GetElapsedTime(last) < Period)
                return;
            said = context.Time.GetTimestamp();
            context.Errors.WriteLine($"{context.Language.Pick("等待服务器", "Waiting for the server")}: {why}");
        }
    }
}
