using System.Collections.Immutable;
using SalesGrid.Decisions;

namespace SalesGrid.Subjects;

/// <summary>What the rules may know of a request beside its command.</summary>
/// <param name="Version">The object's version before it.</param>
/// <param name="At">When it is decided.</param>
/// <param name="Today">The business day then.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Duties">What they answer for.</param>
/// <param name="Waived">Control points lifted for this request.</param>
public readonly record struct DecisionContext(
    int Version,
    DateTimeOffset At,
    DateOnly Today,
    string Actor,
    Duties Duties = Duties.None,
    WaivedPoints Waived = default)
{
    /// <summary>How the caller was found to stand towards the object, where that and no duty is why they may send the command.</summary>
    public Standing Stands { get; init; }

    /// <summary>For whom they stand so, where it is somebody else: whom they act for by a delegation.</summary>
    public string? StandsFor { get; init; }

    /// <summary>The name by which a delegation names what is asked for; see <see cref="SentByAttribute.Act"/>.</summary>
    public string? Act { get; init; }

    /// <summary>By which the rules read other objects.</summary>
    public Inputs Inputs { get; init; } = null!;

    /// <summary>True when the caller acts on the owner's side: as the owner, for them, or as a manager above.</summary>
    public bool IsOnOwnersSide => (Stands & Standing.OwnersSide) != 0;

    /// <summary>True when it is only asked what the command would be answered: then nothing may be changed anywhere.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>True when the caller has at least one of these duties.</summary>
    public bool HasAny(Duties duties) => (Duties & duties) != 0;

    /// <summary>True when the control point is lifted for this request.</summary>
    public bool Waives(ControlPoint point) => Waived.Contains(point.Id);
}

/// <summary>The control points lifted for one request.</summary>
/// <param name="Ids">Their ids; default for none.</param>
public readonly record struct WaivedPoints(ImmutableArray<string> Ids)
{
    /// <summary>True when this one is lifted.</summary>
    public bool Contains(string controlPoint) => !Ids.IsDefaultOrEmpty && Ids.Contains(controlPoint);

    /// <summary>These, and one more.</summary>
    public WaivedPoints With(string controlPoint) => new(Ids.IsDefault ? [controlPoint] : Ids.Add(controlPoint));
}
