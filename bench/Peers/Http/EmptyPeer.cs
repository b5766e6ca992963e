namespace SalesGrid.Peers.Http;

/// <summary>Parses the same requests and does nothing but count them: what Kestrel and the machine leave room for.</summary>
public sealed class EmptyPeer : IPeer, ICommandSender
{
    private long events;

    /// <summary>Adds it.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        // As the gateway has it: a ceiling is to be as high as it can be.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddSingleton<EmptyPeer>();
        builder.Services.AddSingleton<IPeer>(sp => sp.GetRequiredService<EmptyPeer>());
        builder.Services.AddSingleton<ICommandSender>(sp => sp.GetRequiredService<EmptyPeer>());
    }

    /// <inheritdoc/>
    public Task<AdvanceOutcome> Advance(AdvanceRequest request, CancellationToken cancellationToken)
    {
        var seq = Interlocked.Increment(ref events);
        return Task.FromResult(new AdvanceOutcome(null, Opened.Events + 1, seq, false));
    }

    /// <inheritdoc/>
    public Task Ready(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task SetUp(IReadOnlyList<BatchCommand> commands, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task SetUpDone(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<long> CountEvents(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Read(ref events));

    /// <inheritdoc/>
    public Task<KpiAnswer?> KpisByRegion(CancellationToken cancellationToken) => Task.FromResult<KpiAnswer?>(null);

    /// <inheritdoc/>
    public Task<PipelinePage?> Largest(int limit, CancellationToken cancellationToken) => Task.FromResult<PipelinePage?>(null);
}
