using System.Diagnostics;
using SalesGrid.Ledger;

namespace SalesGrid.Hosting;

/// <summary>Spans of what a command goes through inside a silo. Activity source <c>SalesGrid</c>.</summary>
/// <remarks>
/// Where nobody listens nothing is made. A batch has many causes: it belongs to the trace of the first that is recorded, and
/// is linked to the others.
/// </remarks>
public static class GridTrace
{
    /// <summary>Name of the source.</summary>
    public const string Name = "SalesGrid";

    /// <summary>Most causes a batch is linked to; collectors drop more.</summary>
    private const int LinksMax = 128;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The rules decide a command.</summary>
    public static Activity? Decide(string subject, Type command)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity("decide");
        return span?.SetTag("salesgrid.subject", subject).SetTag("salesgrid.command", command.Name);
    }

    /// <summary>A command waits until its events are durable.</summary>
    public static Activity? Append(int bucket) => Source.HasListeners() ? Source.StartActivity("append")?.SetTag("salesgrid.bucket", bucket) : null;

    /// <summary>A projection takes entries.</summary>
    public static Activity? Project(int bucket, int records) =>
        Source.HasListeners() && Activity.Current is not null
            ? Source.StartActivity("project")?.SetTag("salesgrid.bucket", bucket).SetTag("salesgrid.records", records)
            : null;

    /// <summary>What is going on here, to be named as a cause later; null where nobody listens.</summary>
    public static Activity? Here => Source.HasListeners() ? Activity.Current : null;

    /// <summary>A record of so many appends is written to the journal.</summary>
    internal static Activity? JournalWrite(int bucket, List<WaitingAppend> appends) => Source.HasListeners()
        ? Batch("journal write", appends.Select(a => a.Cause))?.SetTag("salesgrid.bucket", bucket).SetTag("salesgrid.appends", appends.Count)
        : null;

    /// <summary>What was committed is handed to the projection.</summary>
    public static Activity? Feed(int bucket, List<Activity?> causes) => Source.HasListeners() ? Batch("feed", causes)?.SetTag("salesgrid.bucket", bucket) : null;

    /// <summary>Ends what is going on here: a loop that one command began works for others from now on.</summary>
    public static void Leave()
    {
        if (Activity.Current is not null)
            Activity.Current = null;
    }

    private static Activity? Batch(string name, IEnumerable<Activity?> causes)
    {
        ActivityContext first = default;
        List<ActivityLink>? others = null;
        foreach (var cause in causes)
        {
            if (cause is not { Recorded: true })
                continue;
            if (first == default)
                first = cause.Context;
            else if ((others ??= []).Count < LinksMax && cause.Context != first)
                others.Add(new(cause.Context));
        }
        return first == default ? null : Source.StartActivity(name, ActivityKind.Internal, first, tags: null, others);
    }
}
