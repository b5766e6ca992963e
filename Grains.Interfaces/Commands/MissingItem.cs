using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace SalesGrid;

/// <summary>One thing a command lacks.</summary>
/// <param name="ControlPoint">The rule that asks for it.</param>
/// <param name="Text">What is missing, with the facts of this case; at most <see cref="MaxTextLength"/> characters.</param>
/// <param name="Field">The field it is about: of the command, or of the object where <paramref name="Command"/> says how to fill it; null for none.</param>
/// <param name="Now">What there is now, as a plain value, e.g. <c>52</c> or <c>1000.00 CNY</c>; null for nothing or when no value says it.</param>
/// <param name="Need">What there has to be, as a plain value; null when no value says it.</param>
/// <param name="By">Who can see to it; see <see cref="Who"/>.</param>
/// <param name="Command">The command that sees to it, <c>kind.name</c>; null for this command itself, sent otherwise or by another.</param>
/// <param name="Liftable">True when internal control may lift the control point for one object and a limited time.</param>
[GenerateSerializer, Immutable, Alias("sg.MissingItem")]
public sealed record MissingItem(
    [property: Id(0)] string ControlPoint,
    [property: Id(1)] LocalText Text,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Now,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Need,
    [property: Id(5)] ImmutableArray<string> By,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Command,
    [property: Id(7)] bool Liftable)
{
    /// <summary>Longest text that is kept, UTF-16 units. A reason may repeat what somebody sent, of whatever length.</summary>
    public const int MaxTextLength = 300;

    /// <summary>Longest plain value, UTF-16 units.</summary>
    public const int MaxValueLength = 200;

    /// <summary>What the names of an item's members take, bytes, about.</summary>
    private const int FrameBytes = 90;

    /// <summary>About how many bytes it takes, written down.</summary>
    internal int Size => FrameBytes + Bytes(ControlPoint) + Bytes(Text.Zh) + Bytes(Text.En) + Bytes(Field) + Bytes(Now) + Bytes(Need) + Bytes(Command) + By.Sum(Bytes);

    /// <summary>True for the same lack, told twice.</summary>
    internal bool IsSameAs(MissingItem other) =>
        ControlPoint == other.ControlPoint && Field == other.Field && Need == other.Need && Command == other.Command && Text == other.Text;

    /// <summary>A text as it is kept: cut where it is too long, never within a character.</summary>
    internal static LocalText Kept(LocalText text) => new(QuotedText.Of(text.Zh, MaxTextLength), QuotedText.Of(text.En, MaxTextLength));

    /// <summary>A value as it is told, the same everywhere: days as <c>2026-11-27</c>, amounts in major units with their currency.</summary>
    internal static string? Plain(object? value) => value switch
    {
        null => null,
        Money money => string.Create(CultureInfo.InvariantCulture, $"{money.Major} {money.Currency}"),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => QuotedText.Of(value.ToString() ?? "", MaxValueLength),
    };

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
