using SalesGrid.Bench.Load;
using SalesGrid.Bench.Scenarios;

namespace SalesGrid.Bench.Comparison;

/// <summary>Systems that are measured in turn, and what is wanted of the ratios.</summary>
/// <param name="Id">What <c>--only</c> calls it.</param>
/// <param name="Contenders">The systems.</param>
/// <param name="Opportunities">Opportunities in each; null for what the settings say.</param>
/// <param name="Measure">Measures one session and hands over what it found.</param>
/// <param name="Aims">The ratios.</param>
public sealed record Contest(
    string Id, IReadOnlyList<Contender> Contenders, int? Opportunities,
    Func<Session, Settings, Action<string, Figure>, CancellationToken, Task> Measure, IReadOnlyList<Aim> Aims);

/// <summary>The contests.</summary>
public static class Contests
{
    private const int Writers = 64;
    private const int StreamSamples = 60;
    private const string InStream = "command sent → subscriber, at half of the peak";
    private const string AfterAnswer = "command answered → subscriber, at half of the peak";

    private static readonly Contender Plain = Contender.Of(Grids.Peer.Plain);
    private static readonly Contender OneTrip = Contender.Of(Grids.Peer.OneTrip);
    private static readonly Contender PlainLean = Contender.Of(Grids.Peer.PlainLean);
    private static readonly Contender OneTripLean = Contender.Of(Grids.Peer.OneTripLean);
    private static readonly Contender Empty = Contender.Of(Grids.Peer.Empty);
    private static readonly Contender Blobs = Contender.Of(Grids.Peer.Blobs);
    private static readonly Contender Dashboards = Contender.Of(Grids.Peer.Plain with { DashboardIndex = true });

    /// <summary>Commands over HTTP, 64 connections and one.</summary>
    public static Contest Commands { get; } = new("commands", [Contender.Grid, Contender.Ceiling, Plain, PlainLean, OneTrip, OneTripLean, Empty], null, Loads(Writers, 1),
    [
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, Plain.Name, 5, AtLeast: true),
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, PlainLean.Name, 5, AtLeast: true),
        new(Name(Writers), Quantity.P99, Contender.Grid.Name, Plain.Name, 1, AtLeast: false),
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, OneTrip.Name, 2, AtLeast: true),
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, OneTripLean.Name, 2, AtLeast: true),
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, Empty.Name, 0.4, AtLeast: true),
        new(Name(Writers), Quantity.P99, Contender.Grid.Name, OneTrip.Name, 1, AtLeast: false),
        new(Name(Writers), Quantity.PerSecond, Contender.Grid.Name, Contender.Ceiling.Name, 0.6, AtLeast: true),
        new(Name(1), Quantity.P50, Contender.Grid.Name, Plain.Name, 1, AtLeast: false),
        new(Name(1), Quantity.P99, Contender.Grid.Name, Plain.Name, 1, AtLeast: false),
    ]);

    /// <summary>Azurite at 256 connections, as many buckets as the default and fewer.</summary>
    public static Contest Azurite { get; } = new("azurite", [Contender.OnAzurite(16), Contender.OnAzurite(4), Contender.OnAzurite(1), Blobs], null, Loads(256),
        [.. new[] { 16, 4, 1 }.Select(buckets => new Aim(Name(256), Quantity.PerSecond, Contender.OnAzurite(buckets).Name, Blobs.Name, 8, AtLeast: true))]);

    /// <summary>A dashboard's questions over 100,000 opportunities, quiet and beside writers.</summary>
    public static Contest Dashboard { get; } = new("dashboard", [Contender.Grid, Dashboards], 100_000, Questions,
    [
        .. Scenarios.Dashboard.Questions.SelectMany(question => new[] { Quiet(question), Busy(question) })
            .Select((measure, i) => new Aim(measure, Quantity.P50, Contender.Grid.Name, Dashboards.Name, i < 2 ? 200 : 1, AtLeast: true, Inverse: true)),
        new(Busy(Scenarios.Dashboard.Questions[0]), Quantity.P99, Contender.Grid.Name, null, 5, AtLeast: false),
    ]);

    /// <summary>From a command to a subscriber, beside half as many commands as the grid can do. The peers have no stream.</summary>
    public static Contest Stream { get; } = new("stream", [Contender.Grid], null, Streamed,
    [
        new(InStream, Quantity.P99, Contender.Grid.Name, null, 300, AtLeast: false),
        new(AfterAnswer, Quantity.P99, Contender.Grid.Name, null, 300, AtLeast: false),
    ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Contest> All { get; } = [Commands, Azurite, Dashboard, Stream];

    private static Func<Session, Settings, Action<string, Figure>, CancellationToken, Task> Loads(params int[] connections) =>
        async (session, _, found, cancellationToken) =>
        {
            foreach (var count in connections)
                found(Name(count), Figure.Of(await session.Load(session.Plan(count), cancellationToken), session.Grid.Door));
        };

    private static async Task Questions(Session session, Settings settings, Action<string, Figure> found, CancellationToken cancellationToken)
    {
        foreach (var question in Scenarios.Dashboard.Questions)
        {
            var quiet = await Scenarios.Dashboard.Quiet(session, question, settings, cancellationToken);
            found(Quiet(question), Figure.Of(quiet.PerSecond, quiet.Latency));
            var (busy, load) = await Scenarios.Dashboard.Busy(session, question, Writers, cancellationToken);
            found(Busy(question), Figure.Of(busy.PerSecond, busy.Latency));
            found($"commands meanwhile: {question}", Figure.Of(load, session.Grid.Door));
        }
    }

    private static async Task Streamed(Session session, Settings settings, Action<string, Figure> found, CancellationToken cancellationToken)
    {
        var peak = await session.Load(session.Plan(Writers), cancellationToken);
        found(Name(Writers), Figure.Of(peak, session.Grid.Door));
        var (sent, answered) = await LiveStream.Measure(session, StreamSamples, Math.Round(peak.PerSecond / 2), settings, cancellationToken);
        found(InStream, Figure.Of(0, sent));
        found(AfterAnswer, Figure.Of(0, answered));
    }

    private static string Name(int connections) => connections == 1 ? "`advance`, 1 connection" : $"`advance`, {connections} connections";

    private static string Quiet(string question) => $"`{question}`, quiet";

    private static string Busy(string question) => $"`{question}`, {Writers} writers";
}
