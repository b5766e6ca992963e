using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace SalesGrid.Subjects;

/// <summary>
/// How a value is stored in the wire format that grains speak: a <see cref="HashedFrame"/> and the value. Members are
/// told apart by their ids there, so a version that has more of them reads what an earlier one wrote.
/// </summary>
internal static class WireFrame
{
    private const byte Wire = 1;

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(WireFrame).Assembly).AddAssembly(typeof(Command).Assembly))
        .BuildServiceProvider();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>The bytes of a value.</summary>
    public static byte[] Write<T>(T value)
    {
        var body = buffer ??= new(1024);
        body.ResetWrittenCount();
        Of<T>.Serializer.Serialize(value, body);
        var framed = new byte[HashedFrame.BodyAt + body.WrittenCount];
        body.WrittenSpan.CopyTo(framed.AsSpan(HashedFrame.BodyAt));
        HashedFrame.Seal(framed, Wire);
        return framed;
    }

    /// <summary>The value in these bytes.</summary>
    /// <param name="framed">The bytes.</param>
    /// <param name="what">What they should be, for the message.</param>
    /// <param name="subject">Whose it is, for the message; null where that is not known here.</param>
    /// <exception cref="InvalidDataException">They are damaged, or were written by a later version.</exception>
    public static T Read<T>(ReadOnlySpan<byte> framed, string what, string? subject = null)
    {
        return HashedFrame.Open(framed, Wire, out var body) is { } wrong
            ? throw new InvalidDataException($"A {what}{Whose(subject)} is damaged: {wrong}.")
            : Of<T>.Serializer.Deserialize(body)!;
    }

    private static string Whose(string? subject) => subject is null ? "" : $" of {subject}";

    private static class Of<T>
    {
        public static readonly Serializer<T> Serializer = Services.GetRequiredService<Serializer<T>>();
    }
}
