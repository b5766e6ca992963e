namespace SalesGrid.Ledger;

/// <summary>One entry of the ledger about one object.</summary>
/// <param name="Seq">Sequence in the bucket.</param>
/// <param name="Version">Version of the object after it.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="CommandId">The command it came from.</param>
/// <param name="Type">Type of event, e.g. <c>StageAdvanced</c>.</param>
/// <param name="Data">The event as recorded: a JSON object.</param>
[GenerateSerializer, Immutable, Alias("sg.HistoryEntry")]
public sealed record HistoryEntry(
    [property: Id(0)] long Seq,
    [property: Id(1)] int Version,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Actor,
    [property: Id(4)] string CommandId,
    [property: Id(5)] string Type,
    [property: Id(6)] string Data);
