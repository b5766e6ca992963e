using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;

namespace SalesGrid.Subjects;

/// <summary>Marks in the wire format: one array, as if they lay in one.</summary>
[RegisterSerializer]
internal sealed class CommandMarksCodec(IValueSerializer<ImmutableArraySurrogate<CommandMark>> array)
    : GeneralizedValueTypeSurrogateCodec<CommandMarks, ImmutableArraySurrogate<CommandMark>>(array)
{
    /// <inheritdoc/>
    public override CommandMarks ConvertFromSurrogate(ref ImmutableArraySurrogate<CommandMark> surrogate) => CommandMarks.Create(surrogate.Values);

    /// <inheritdoc/>
    public override void ConvertToSurrogate(CommandMarks value, ref ImmutableArraySurrogate<CommandMark> surrogate) => surrogate.Values = [.. value];
}
