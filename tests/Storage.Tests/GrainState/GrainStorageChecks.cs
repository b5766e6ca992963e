using System.Text;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using SalesGrid.Personal;
using Xunit;

namespace SalesGrid.Storage.Tests.GrainState;

/// <summary>What a storage of grain state owes to the grains; the same for every medium.</summary>
internal static class GrainStorageChecks
{
    private static int grains;

    public static async Task WhatWasNeverWrittenIsEmpty(IGrainStorage storage)
    {
        var state = await Read(storage, NewGrain());
        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Empty(state.State!.Values);
    }

    public static async Task WhatWasWrittenIsReadBack(IGrainStorage storage)
    {
        var grain = NewGrain();
        var written = await Write(storage, grain, "视图", "{\"a\":1}", await Read(storage, grain));
        var read = await Read(storage, grain);
        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(("视图", "{\"a\":1}", 7), (read.State!.Values.Single().Key, Encoding.UTF8.GetString(read.State!.Values["视图"].Json), read.State!.Values["视图"].Version));
        Assert.Equal(At, read.State!.Values["视图"].ChangedAt);
    }

    public static async Task EachWriteHasItsOwnTag(IGrainStorage storage)
    {
        var grain = NewGrain();
        var state = await Write(storage, grain, "a", "1", await Read(storage, grain));
        var first = state.ETag;
        await Write(storage, grain, "a", "1", state);
        Assert.NotEqual(first, state.ETag);
    }

    public static async Task AStaleWriteIsRefusedAndChangesNothing(IGrainStorage storage)
    {
        var grain = NewGrain();
        await Write(storage, grain, "a", "1", await Read(storage, grain));
        var (one, other) = (await Read(storage, grain), await Read(storage, grain));
        await Write(storage, grain, "a", "2", one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, grain, "a", "3", other));
        Assert.Equal("2", Value(await Read(storage, grain)));
    }

    public static async Task AFirstWriteDoesNotReplaceWhatIsThere(IGrainStorage storage)
    {
        var grain = NewGrain();
        var unaware = await Read(storage, grain);
        await Write(storage, grain, "a", "1", await Read(storage, grain));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, grain, "a", "2", unaware));
        Assert.Equal("1", Value(await Read(storage, grain)));
    }

    public static async Task OneOfManyWritersWins(IGrainStorage storage)
    {
        var grain = NewGrain();
        await Write(storage, grain, "a", "0", await Read(storage, grain));
        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Read(storage, grain)));
        var wins = await Task.WhenAll(states.Select(async (state, i) =>
        {
            try
            {
                await Write(storage, grain, "a", $"{i + 1}", state);
                return (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }));
        Assert.Equal(Assert.Single(wins, won => won is not null), Value(await Read(storage, grain)));
    }

    public static async Task WhatWasClearedIsGoneAndCanBeWrittenAgain(IGrainStorage storage)
    {
        var grain = NewGrain();
        var state = await Write(storage, grain, "a", "1", await Read(storage, grain));
        var stale = await Read(storage, grain);
        await storage.ClearStateAsync(PersonalState.Provider, grain, state);
        Assert.False((await Read(storage, grain)).RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, grain, "a", "2", stale));
        await Write(storage, grain, "a", "3", await Read(storage, grain));
        Assert.Equal("3", Value(await Read(storage, grain)));
        // The tag of what was there before opens nothing.
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(storage, grain, "a", "4", stale));
    }

    public static async Task AStaleClearIsRefused(IGrainStorage storage)
    {
        var grain = NewGrain();
        await Write(storage, grain, "a", "1", await Read(storage, grain));
        var stale = await Read(storage, grain);
        await Write(storage, grain, "a", "2", await Read(storage, grain));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync(PersonalState.Provider, grain, stale));
        Assert.Equal("2", Value(await Read(storage, grain)));
    }

    public static async Task GrainsAndStatesAreApart(IGrainStorage storage)
    {
        var grain = NewGrain();
        await Write(storage, grain, "a", "1", await Read(storage, grain));
        Assert.False((await Read(storage, NewGrain())).RecordExists);
        Assert.False((await Read(storage, grain, "other")).RecordExists);
    }

    public static async Task AFullPartIsKept(IGrainStorage storage)
    {
        var grain = NewGrain();
        var json = $"\"{new string('x', PersonalLimits.ValueBytesMax - 2)}\"";
        var state = await Read(storage, grain);
        for (var i = 1; i < PersonalLimits.PartBytesMax / PersonalLimits.ValueBytesMax; i++)
            state.State!.Values[$"v{i}"] = New(json);
        await Write(storage, grain, "last", json, state);
        var read = await Read(storage, grain);
        Assert.Equal(PersonalLimits.PartBytesMax, read.State!.Values.Values.Sum(v => v.Json.Length));
        Assert.All(read.State!.Values.Values, v => Assert.Equal(json, Encoding.UTF8.GetString(v.Json)));
    }

    /// <summary>Reads as a grain does when it is activated.</summary>
    public static async Task<GrainState<PersonalState>> Read(IGrainStorage storage, GrainId grain, string name = PersonalState.Provider)
    {
        var state = new GrainState<PersonalState>(new());
        await storage.ReadStateAsync(name, grain, state);
        return state;
    }

    /// <summary>Puts one value into a state and writes it.</summary>
    public static async Task<GrainState<PersonalState>> Write(IGrainStorage storage, GrainId grain, string name, string json, GrainState<PersonalState> state)
    {
        state.State!.Values[name] = New(json);
        await storage.WriteStateAsync(PersonalState.Provider, grain, state);
        return state;
    }

    /// <summary>A grain nobody has written; a person's name may hold anything.</summary>
    public static GrainId NewGrain() => GrainId.Create("personal", PersonalKey.Of($"王芳 (East)/{Interlocked.Increment(ref grains)}", PersonalPart.Views));

    public static string Value(GrainState<PersonalState> state) => Encoding.UTF8.GetString(state.State!.Values["a"].Json);

    private static DateTimeOffset At { get; } = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    private static PersonalValue New(string json) => new(Encoding.UTF8.GetBytes(json), 7, At);
}
