using SalesGrid.Peers.Http;
using SalesGrid.Peers.Process;

namespace SalesGrid.Peers.Blobs;

/// <summary>An opportunity.</summary>
public interface IOpportunityBlobGrain : IGrainWithStringKey
{
    /// <summary>Carries an <c>advance</c> out; the state is written before it answers.</summary>
    Task<AdvanceAnswer> Advance(string? to, string commandId, string actor, int? expectedVersion);

    /// <summary>Makes it as the set-up has it.</summary>
    Task Open(OpenedBlob opened);
}

/// <summary>What became of an <c>advance</c>.</summary>
[GenerateSerializer, Immutable]
public readonly record struct AdvanceAnswer([property: Id(0)] string? Refusal, [property: Id(1)] int Version, [property: Id(2)] bool Replayed);

/// <summary>An opportunity as the set-up has it.</summary>
[GenerateSerializer, Immutable]
public sealed record OpenedBlob(
    [property: Id(0)] string? Name, [property: Id(1)] string? CustomerId, [property: Id(2)] string OwnerId, [property: Id(3)] string Team,
    [property: Id(4)] string Region, [property: Id(5)] string? Sector, [property: Id(6)] string? Product, [property: Id(7)] string? Channel,
    [property: Id(8)] long AmountMinor, [property: Id(9)] string? Currency, [property: Id(10)] DateOnly? ExpectedCloseOn, [property: Id(11)] string EvidenceKind);

/// <summary>The usual way: the rule in the grain, and the whole state written with every command.</summary>
public sealed class OpportunityBlobGrain([PersistentState("opportunity")] IPersistentState<OpportunityBlob> stored) : Grain, IOpportunityBlobGrain
{
    /// <inheritdoc/>
    public async Task<AdvanceAnswer> Advance(string? to, string commandId, string actor, int? expectedVersion)
    {
        if (!stored.RecordExists)
            return new(Refusals.Unknown, 0, false);
        var state = stored.State;
        if (state.Events.Find(e => e.CommandId == commandId) is { } known)
            return known.Request == (to ?? "") ? new(null, known.Version, true) : new(Refusals.OtherContent, known.Version, false);
        if (expectedVersion is { } expected && expected != state.Version)
            return new(Refusals.Stale, state.Version, false);
        if (state.Status != "open")
            return new(Refusals.NotOpen, state.Version, false);
        var step = KeyAccount.Advance(state.Stage, to,
            new(state.CustomerId is not null, state.Product is not null, state.AmountMinor is not null, state.ExpectedCloseOn is not null), state.Evidence);
        if (step.Refusal is not null)
            return new(step.Refusal, state.Version, false);
        var now = DateTime.UtcNow;
        state.Version++;
        state.Events.Add(new(state.Version, commandId, to ?? "", actor, now, step.EventType, state.Stage, step.To!.Id, step.To.ProbabilityPercent));
        if (state.Events.Count > OpportunityBlob.Remembered)
            state.Events.RemoveAt(0);
        (state.Stage, state.ProbabilityPercent, state.ChangedAt) = (step.To.Id, step.To.ProbabilityPercent, now);
        await stored.WriteStateAsync();
        return new(null, state.Version, false);
    }

    /// <inheritdoc/>
    public Task Open(OpenedBlob opened)
    {
        stored.State = new()
        {
            Version = Opened.Events,
            ProcessId = KeyAccount.Id,
            Stage = Opened.Stage.Id,
            ProbabilityPercent = Opened.Stage.ProbabilityPercent,
            Name = opened.Name,
            CustomerId = opened.CustomerId,
            OwnerId = opened.OwnerId,
            Team = opened.Team,
            Region = opened.Region,
            Sector = opened.Sector,
            Product = opened.Product,
            Channel = opened.Channel,
            AmountMinor = opened.AmountMinor,
            Currency = opened.Currency,
            ExpectedCloseOn = opened.ExpectedCloseOn,
            Evidence = [opened.EvidenceKind],
            ChangedAt = DateTime.UtcNow,
        };
        return stored.WriteStateAsync();
    }
}
