using System.Collections.Immutable;
using System.Globalization;

namespace SalesGrid.Personal;

/// <inheritdoc cref="IPersonalStateGrain"/>
[GrainType("personal")]
public sealed class PersonalStateGrain(
    [PersistentState(PersonalState.Provider, PersonalState.Provider)] IPersistentState<PersonalState> stored, TimeProvider time)
    : Grain, IPersonalStateGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<PersonalEntry>> List() => Task.FromResult<ImmutableArray<PersonalEntry>>(
        [.. stored.State.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new PersonalEntry(v.Key, v.Value.Version, v.Value.ChangedAt, v.Value.Json.Length))]);

    /// <inheritdoc/>
    public Task<PersonalValue?> Get(string name) => Task.FromResult(stored.State.Values.GetValueOrDefault(name));

    /// <inheritdoc/>
    public async Task<PersonalReply> Put(string name, byte[] json, int? expectedVersion)
    {
        var before = stored.State.Values.GetValueOrDefault(name);
        var version = before?.Version ?? 0;
        // Kept already, mostly because the answer was lost and it was sent again.
        if (before is not null && before.Json.AsSpan().SequenceEqual(json))
            return new(null, version);
        if (Refuse(name, json, before, expectedVersion) is { } refusal)
            return new(refusal, version);
        version = (before?.Version ?? stored.State.Forgotten) + 1;
        stored.State.Values[name] = new(json, version, time.GetUtcNow());
        await Write();
        return new(null, version);
    }

    /// <inheritdoc/>
    public async Task<PersonalReply> Remove(string name, int? expectedVersion)
    {
        if (stored.State.Values.GetValueOrDefault(name) is not { } kept)
            return new(null, 0);
        if (expectedVersion is { } expected && expected != kept.Version)
            return new(ControlPoints.VersionMustMatch.Refuse(kept.Version, expected), kept.Version);
        stored.State.Values.Remove(name);
        stored.State.Forgotten = Math.Max(stored.State.Forgotten, kept.Version);
        await Write();
        return new(null, 0);
    }

    private async Task Write()
    {
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // What is in memory may not be what is stored: the next call begins with what is.
            DeactivateOnIdle();
            throw;
        }
    }

    private Refusal? Refuse(string name, byte[] json, PersonalValue? before, int? expectedVersion)
    {
        var values = stored.State.Values;
        if (expectedVersion is { } expected && expected != (before?.Version ?? 0))
            return ControlPoints.VersionMustMatch.Refuse(before?.Version ?? 0, expected);
        if (name.Length is 0 or > PersonalLimits.NameLengthMax)
            return Validation.Invalid("name", $"须为 1 至 {PersonalLimits.NameLengthMax} 个字符", $"it takes 1 to {PersonalLimits.NameLengthMax} characters");
        if (json.Length > PersonalLimits.ValueBytesMax)
            return Validation.Invalid("body", $"最多 {PersonalLimits.ValueBytesMax / 1024} KiB", $"at most {PersonalLimits.ValueBytesMax / 1024} KiB");
        if (before is null && values.Count >= PersonalLimits.NamesMax)
            return Validation.Invalid("name", $"最多保存 {PersonalLimits.NamesMax} 个,请先删除不再使用的", $"at most {PersonalLimits.NamesMax} are kept; remove one that is no longer used");
        var bytes = values.Values.Sum(v => (long)v.Json.Length) - (before?.Json.Length ?? 0) + json.Length;
        return bytes > PersonalLimits.PartBytesMax
            ? Validation.Invalid("body", string.Create(CultureInfo.InvariantCulture, $"全部内容合计最多 {PersonalLimits.PartBytesMax >> 20} MiB,请先删除不再使用的"),
                string.Create(CultureInfo.InvariantCulture, $"all values together may take {PersonalLimits.PartBytesMax >> 20} MiB; remove one that is no longer used"))
            : null;
    }
}
