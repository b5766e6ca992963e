using System.Collections.Immutable;

namespace SalesGrid;

/// <summary>A text in both of the product's languages.</summary>
/// <param name="Zh">Simplified Chinese, the product's first language.</param>
/// <param name="En">English.</param>
[GenerateSerializer, Immutable, Alias("sg.LocalText")]
public sealed record LocalText([property: Id(0)] string Zh, [property: Id(1)] string En);

/// <summary>A command that a rule forbids: an expected answer, never an exception.</summary>
/// <remarks>
/// It tells everything that is missing at once. The control point, reason and remedy are those of the most important item; all
/// of them are in <see cref="Missing"/>. Rules make a refusal of each condition that is not met and put them together with
/// <see cref="All"/>, which costs nothing while nothing is wrong.
/// </remarks>
/// <param name="ControlPoint">The rule's fixed id, e.g. <c>CP-STAGE-02</c>; see <see cref="ControlPoints"/>.</param>
/// <param name="Kind">What sort of answer it is; the gateway maps it to an HTTP status.</param>
/// <param name="Reason">Why, with the facts of this case.</param>
/// <param name="Remedy">What would satisfy the rule.</param>
/// <param name="Field">The field of the command at fault, in camel case; null when it is not one field.</param>
[GenerateSerializer, Immutable, Alias("sg.Refusal")]
public sealed record Refusal(
    [property: Id(0)] string ControlPoint,
    [property: Id(1)] RefusalKind Kind,
    [property: Id(2)] LocalText Reason,
    [property: Id(3)] LocalText Remedy,
    [property: Id(4)] string? Field = null)
{
    /// <summary>Most items one refusal lists.</summary>
    public const int MissingMax = 32;

    /// <summary>Most bytes of the items one refusal lists, as <see cref="MissingItem.Size"/> counts them. The first is always there.</summary>
    public const int MissingBytesMax = 4_096;

    /// <summary>Everything that is missing, the most important first; at most <see cref="MissingMax"/> items.</summary>
    [Id(5)]
    public ImmutableArray<MissingItem> Missing { get; init; } = [];

    /// <summary>How many items more there are than <see cref="Missing"/> has room for.</summary>
    [Id(6)]
    public int Omitted { get; init; }

    /// <summary>Everything these lack, as one refusal whose reason is that of the first; null when they lack nothing.</summary>
    public static Refusal? All(params ReadOnlySpan<Refusal?> found)
    {
        Refusal? first = null;
        var several = false;
        foreach (var refusal in found)
        {
            several |= first is not null && refusal is not null;
            first ??= refusal;
        }
        return several ? Merge(first!, found) : first;
    }

    /// <summary>True when the control point is among what is missing.</summary>
    public bool Names(ControlPoint point)
    {
        foreach (var item in Missing)
        {
            if (item.ControlPoint == point.Id)
                return true;
        }
        return false;
    }

    /// <summary>The same, with the field at fault.</summary>
    public Refusal At(string field) => First(item => item with { Field = field }) with { Field = field };

    /// <summary>The same, with what the case is about: of the first item.</summary>
    /// <param name="now">What there is now, as a plain value; null for nothing.</param>
    /// <param name="need">What there has to be, as a plain value.</param>
    /// <param name="by">Who can see to it, see <see cref="Who"/>; null for whom the control point names.</param>
    /// <param name="command">The command that sees to it, <c>kind.name</c>; null for the one the control point names.</param>
    public Refusal Needing(object? now = null, object? need = null, string? by = null, string? command = null) => First(item => item with
    {
        Now = MissingItem.Plain(now) ?? item.Now,
        Need = MissingItem.Plain(need) ?? item.Need,
        By = by is null ? item.By : [by],
        Command = command ?? item.Command,
    });

    /// <summary>The same, with who can see to it: of the first item.</summary>
    public Refusal Needing(ImmutableArray<string> by) => First(item => item with { By = by });

    /// <summary>The same, to be seen to by the refused command itself: with other content.</summary>
    public Refusal InCommand() => First(item => item with { By = [Who.Self], Command = null });

    /// <summary>The same reason, with an item for each of these refusals in place of its own.</summary>
    public Refusal Listing(IEnumerable<Refusal> each) => Merge(this with { Missing = [] }, [.. each]);

    private Refusal First(Func<MissingItem, MissingItem> change) =>
        Missing is [var first, .. var others] ? this with { Missing = [change(first), .. others] } : this;

    private static Refusal Merge(Refusal head, ReadOnlySpan<Refusal?> found)
    {
        var items = new List<MissingItem>();
        var omitted = 0;
        var bytes = 0;
        foreach (var refusal in found)
        {
            omitted += refusal?.Omitted ?? 0;
            foreach (var item in refusal?.Missing ?? [])
            {
                if (items.Exists(known => known.IsSameAs(item)))
                    continue;
                var size = item.Size;
                if (items.Count == MissingMax || (items.Count > 0 && bytes + size > MissingBytesMax))
                {
                    omitted++;
                    continue;
                }
                items.Add(item);
                bytes += size;
            }
        }
        return head with { Missing = [.. items], Omitted = omitted };
    }
}

/// <summary>Sorts of refusal. Numbers are fixed: they cross process boundaries.</summary>
public enum RefusalKind
{
    /// <summary>The command is malformed.</summary>
    Invalid = 1,

    /// <summary>The object does not exist.</summary>
    NotFound = 2,

    /// <summary>The object, or its id, is in the way.</summary>
    Conflict = 3,

    /// <summary>The object has moved on since the caller looked.</summary>
    Stale = 4,

    /// <summary>A control forbids it as things stand.</summary>
    Rule = 5,

    /// <summary>Too large.</summary>
    TooLarge = 6,

    /// <summary>The grid is full just now; the same command may be sent again.</summary>
    Busy = 7,

    /// <summary>It is not for whoever sent it.</summary>
    Forbidden = 8,
}
