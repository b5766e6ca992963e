namespace SalesGrid.Peers.Http;

/// <summary>An <c>advance</c> as it came in.</summary>
/// <param name="Id">The opportunity.</param>
/// <param name="To">Stage to go to; null for the next.</param>
/// <param name="CommandId">Idempotency key.</param>
/// <param name="Actor">Holder of the key.</param>
/// <param name="ExpectedVersion">From If-Match; null when the caller does not care.</param>
public sealed record AdvanceRequest(string Id, string? To, string CommandId, string Actor, int? ExpectedVersion);

/// <summary>What became of it.</summary>
/// <param name="Refusal">Control point that refused it; null when it was accepted.</param>
/// <param name="Version">Version of the opportunity after it.</param>
/// <param name="Seq">Place of its event.</param>
/// <param name="Replayed">True when the command had been carried out before.</param>
public readonly record struct AdvanceOutcome(string? Refusal, int Version, long Seq, bool Replayed);

/// <summary>Takes commands. Accepted ones are durable when the answer is given.</summary>
public interface ICommandSender
{
    /// <summary>Carries an <c>advance</c> out.</summary>
    Task<AdvanceOutcome> Advance(AdvanceRequest request, CancellationToken cancellationToken);
}

/// <summary>The rest of a peer.</summary>
public interface IPeer
{
    /// <summary>Completes when it can serve.</summary>
    Task Ready(CancellationToken cancellationToken);

    /// <summary>Puts business into it, by whatever way is fast.</summary>
    Task SetUp(IReadOnlyList<BatchCommand> commands, CancellationToken cancellationToken);

    /// <summary>Told once when all is in: the moment to let the store tidy up.</summary>
    Task SetUpDone(CancellationToken cancellationToken);

    /// <summary>Number of events in the store, counted there.</summary>
    Task<long> CountEvents(CancellationToken cancellationToken);

    /// <summary>KPIs by region; null where the peer has no such question.</summary>
    Task<KpiAnswer?> KpisByRegion(CancellationToken cancellationToken);

    /// <summary>The largest opportunities, and how many there are; null where the peer has no such question.</summary>
    Task<PipelinePage?> Largest(int limit, CancellationToken cancellationToken);
}
