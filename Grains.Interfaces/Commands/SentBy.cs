using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;

namespace SalesGrid;

/// <summary>How somebody stands towards the object a command is for, beside what they answer for. Any one of several declared is enough.</summary>
[Flags]
public enum Standing
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Who owns the object; for a command that begins one, whom it is begun for.</summary>
    Owner = 1,

    /// <summary>Who acts for the owner in that command on that day, by a delegation. It is not passed on: a delegate's delegate is nobody.</summary>
    Delegate = 2,

    /// <summary>A manager above the owner, at any level, or who acts for one in that command on that day. Of an owner in a unit: the heads of the unit and of those it lies in.</summary>
    Manager = 4,

    /// <summary>Anybody who may write, as long as nobody owns the object.</summary>
    Unowned = 8,

    /// <summary>Anybody who may write.</summary>
    Anybody = 16,

    /// <summary>Whom the object itself asks, e.g. the approvers of its route: its own rules tell, since its history does.</summary>
    Asked = 32,

    /// <summary>Who works on the object beside its owner: a member of its deal team, in person. Of a quote: of the team of its opportunity.</summary>
    DealTeam = 64,

    /// <summary>The owner's side: the owner, who acts for them, and the managers above.</summary>
    OwnersSide = Owner | Delegate | Manager,
}

/// <summary>
/// Says who may send a command: whoever stands in one of these ways towards the object, or has one of these duties. It is asked once,
/// where every command comes by, before the rules; a command that does not say it may be sent by nobody but an administrator.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SentByAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, SentByAttribute> Declared = new();

    private static readonly SentByAttribute Nobody = new(Standing.None, Duties.None);

    /// <summary>Sent by whoever stands towards the object, or has a duty.</summary>
    /// <param name="standing">How they stand.</param>
    /// <param name="duties">What they answer for, any one of it.</param>
    /// <param name="toldBy">Names of the control points by which a rule of the object tells, in its own words, that it is not for somebody.</param>
    public SentByAttribute(Standing standing, Duties duties = Duties.None, params string[] toldBy) =>
        (Standing, Duties, ToldBy) = (standing, duties, [.. toldBy]);

    /// <summary>Sent by whoever has a duty.</summary>
    public SentByAttribute(Duties duties, params string[] toldBy) : this(Standing.None, duties, toldBy) { }

    /// <summary>How one may stand towards the object.</summary>
    public Standing Standing { get; }

    /// <summary>What one may answer for instead; <see cref="Duties.Grid"/> for the grid itself.</summary>
    public Duties Duties { get; }

    /// <summary>
    /// Fields of <see cref="ControlPoints"/>: where a rule refuses the sender by one of them, that is the refusal, since it says more. Where no
    /// rule does, the sender is refused all the same.
    /// </summary>
    public ImmutableArray<string> ToldBy { get; }

    /// <summary>True for a command about a person that they never send themselves, whatever they answer for.</summary>
    public bool NeverByOwner { get; init; }

    /// <summary>
    /// True for a command that brings in what another system left. It is sent while an import window is open, and never by who opened that; an
    /// administrator, who sets up, needs none.
    /// </summary>
    public bool IsImport { get; init; }

    /// <summary>
    /// The name by which a delegation names the command, <c>kind.command</c>: that of its door. Null for a command that is sent by nobody
    /// on somebody's behalf.
    /// </summary>
    public string? Act { get; init; }

    /// <summary>True for a command that only the grid itself sends.</summary>
    public bool IsOfGrid => Standing == Standing.None && Duties == Duties.Grid;

    /// <summary>
    /// Duties with which the command is sent: those declared and, for all that people send, <see cref="Duties.Administrator"/>. The last is
    /// what it is today: setting up, imports and demonstrations go by the administrator's key.
    /// </summary>
    public Duties Admits => IsOfGrid ? Duties : Duties | Duties.Administrator;

    /// <summary>Who may, one after the other, as a refusal names them; see <see cref="Who"/>.</summary>
    /// <param name="owner">The owner, where there is one.</param>
    public ImmutableArray<string> Named(string? owner)
    {
        var who = ImmutableArray.CreateBuilder<string>();
        if (Standing.HasFlag(Standing.Owner))
            who.Add(owner is null ? Who.Owner : Who.Person(owner));
        if (Standing.HasFlag(Standing.Delegate))
            who.Add(Who.Delegate);
        if (Standing.HasFlag(Standing.Manager))
            who.Add(Who.Manager);
        if (Standing.HasFlag(Standing.DealTeam))
            who.Add(Who.Team);
        foreach (var duty in Enum.GetValues<Duties>())
        {
            if (duty != Duties.None && (Duties & duty) == duty)
                who.Add(duty == Duties.Grid ? Who.Grid : Who.Duty(duty));
        }
        if (who.Count == 0)
            who.Add(Who.Duty(Duties.Administrator));
        return who.ToImmutable();
    }

    /// <summary>What a type of command declares; nobody where it declares nothing.</summary>
    public static SentByAttribute Of(Type command) =>
        Declared.GetOrAdd(command, static type => type.GetCustomAttribute<SentByAttribute>() ?? Nobody);
}
