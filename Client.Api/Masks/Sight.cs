using System.Security.Claims;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Masks;

/// <summary>
/// What the caller of a request sees of fields that are not for everybody (<see cref="Fields"/>). One is made for each request that may answer with
/// such fields; where there is none, nothing of them is shown.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="sides">Whose side they stand on; null where that shows them nothing more.</param>
internal sealed class Sight(ClaimsPrincipal caller, Sides? sides)
{
    private static readonly AsyncLocal<Sight?> Ambient = new();

    private readonly string name = caller.Identity?.Name ?? "";
    private readonly bool writes = Policies.Writes(caller);
    private readonly bool audits = caller.IsInRole(Visitor.AuditorRole);
    private readonly Duties duties = Visitor.DutiesOf(caller);
    private readonly bool isWithinUnits = !Visitor.UnitsOf(caller).IsEmpty;

    // Objects are written one inside another, and one after the other.
    private readonly Stack<Fields> shown = new();

    /// <summary>What this request's caller sees; null where the request answers with no such fields.</summary>
    public static Sight? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>True where a field of the object that is being written is shown to whom it is written for.</summary>
    public static bool Shows(Fields field) => Ambient.Value is { } sight && sight.shown.TryPeek(out var fields) && (fields & field) != 0;

    /// <summary>True where it matters to somebody whose side they stand on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="fields">What may be answered.</param>
    public static bool GoesBySides(ClaimsPrincipal caller, Fields fields)
    {
        var (duties, within) = (Visitor.DutiesOf(caller), !Visitor.UnitsOf(caller).IsEmpty);
        foreach (var (field, to) in ShownToAttribute.Declared)
        {
            var answers = (to.Duties & duties) != 0;
            if ((fields & field) != 0 && (answers ? within : Policies.Writes(caller) && (to.Standing & Standing.OwnersSide) != 0))
                return true;
        }
        return false;
    }

    /// <summary>Begins an object: its fields are written as the caller sees them until <see cref="End"/>.</summary>
    /// <param name="of">The object; null where there is none that anybody could stand towards.</param>
    public static void Begin(IMaskedObject? of)
    {
        if (Ambient.Value is { } sight)
            sight.shown.Push(sight.Of(of));
    }

    /// <summary>Ends the object that was begun last.</summary>
    public static void End() => Ambient.Value?.shown.TryPop(out _);

    /// <summary>The fields of an object that the caller sees.</summary>
    /// <param name="of">The object; null where there is none that anybody could stand towards.</param>
    public Fields Of(IMaskedObject? of)
    {
        if (of?.IsWithheld == true)
            return Fields.None;
        var answers = isWithinUnits && !(of?.KeptBy is { } owner && sides?.Units?.Admits(owner) == true) ? Duties.None : duties;
        var stands = Stands(of) | (of is not null && writes && (of.AskedDuties & answers) != 0 ? Standing.Asked : Standing.None);
        var fields = Fields.None;
        foreach (var (field, to) in ShownToAttribute.Declared)
        {
            if ((to.Standing & stands) != 0 || (to.Duties & answers) != 0 || (to.Auditors && audits))
                fields |= field;
        }
        return fields;
    }

    private Standing Stands(IMaskedObject? of)
    {
        if (of is null || !writes)
            return Standing.None;
        var stands = of.Asked.Any(asked => SubjectId.Same(asked, name)) ? Standing.Asked : Standing.None;
        if (of.KeptBy is not { } owner)
            return stands | Standing.Unowned;
        return stands
            | (SubjectId.Same(owner, name) ? Standing.Owner : Standing.None)
            | (sides?.ActsFor.Admits(owner) == true ? Standing.Delegate : Standing.None)
            | (sides?.Above.Admits(owner) == true ? Standing.Manager : Standing.None);
    }
}
