using System.Collections.Immutable;

namespace SalesGrid.Opportunities;

/// <summary>What early warning has to remember of an opportunity's past; null while there is nothing of it.</summary>
[GenerateSerializer, Immutable, Alias("sg.DealTrends")]
public sealed record DealTrends
{
    /// <summary>Most kinds of activity told apart within one visit of a stage; further ones count in the total only.</summary>
    public const int MaxKinds = 50;

    /// <summary>Most rises of the amount that are kept; the oldest makes way.</summary>
    public const int MaxRises = 8;

    /// <summary>Most days with activities entered late that are kept; the oldest makes way.</summary>
    public const int MaxLateDays = 4;

    /// <summary>Most activities entered late on one day that are kept; further ones would change no warning.</summary>
    public const int MaxLateEntries = 50;

    /// <summary>Nothing remembered.</summary>
    public static DealTrends None { get; } = new();

    /// <summary>How often the expected close was moved to a later day.</summary>
    [Id(0)] public int Slips { get; init; }

    /// <summary>By how many days in all.</summary>
    [Id(1)] public int SlipDays { get; init; }

    /// <summary>Activities since the present stage was entered.</summary>
    [Id(2)] public int StageActivities { get; init; }

    /// <summary>The same by kind.</summary>
    [Id(3)] public ImmutableArray<KindCount> StageKinds { get; init; } = [];

    [Id(4)] public ImmutableArray<AmountRise> Rises { get; init; } = [];
    [Id(5)] public ImmutableArray<LateDay> LateDays { get; init; } = [];

    /// <summary>Activities of a kind since the present stage was entered.</summary>
    public int ActivitiesOf(string kind)
    {
        foreach (var counted in StageKinds)
        {
            if (counted.Kind == kind)
                return counted.Count;
        }
        return 0;
    }

    /// <summary>The trace once another stage is entered; null when nothing is left of it.</summary>
    public DealTrends? InNewStage()
    {
        if (StageActivities == 0)
            return this;
        return Slips == 0 && Rises.IsEmpty && LateDays.IsEmpty ? null : this with { StageActivities = 0, StageKinds = [] };
    }

    /// <summary>The trace with one more activity.</summary>
    public DealTrends With(ActivityRecorded activity)
    {
        var counted = ActivitiesOf(activity.Kind);
        return this with
        {
            StageActivities = StageActivities + 1,
            StageKinds = counted > 0 ? StageKinds.Replace(new(activity.Kind, counted), new(activity.Kind, counted + 1))
                : StageKinds.Length < MaxKinds ? StageKinds.Add(new(activity.Kind, 1))
                : StageKinds,
            LateDays = activity.LateDays is { } late ? WithLate(activity.On.AddDays(late), late) : LateDays,
        };
    }

    /// <summary>The trace with one more rise of the amount.</summary>
    public DealTrends With(AmountRise rise) => this with { Rises = (Rises.Length < MaxRises ? Rises : Rises.RemoveAt(0)).Add(rise) };

    private ImmutableArray<LateDay> WithLate(DateOnly enteredOn, int late)
    {
        for (var i = 0; i < LateDays.Length; i++)
        {
            if (LateDays[i].On == enteredOn)
                return LateDays[i].Days.Length >= MaxLateEntries ? LateDays : LateDays.SetItem(i, new(enteredOn, LateDays[i].Days.Add(late)));
        }
        return (LateDays.Length < MaxLateDays ? LateDays : LateDays.RemoveAt(0)).Add(new(enteredOn, [late]));
    }
}

/// <summary>How many activities of a kind.</summary>
[GenerateSerializer, Immutable, Alias("sg.KindCount")]
public readonly record struct KindCount([property: Id(0)] string Kind, [property: Id(1)] int Count);

/// <summary>The amount was raised.</summary>
/// <param name="On">The day.</param>
/// <param name="FromMinor">Amount before, minor units of the currency it is still in.</param>
/// <param name="Currency">The currency.</param>
[GenerateSerializer, Immutable, Alias("sg.AmountRise")]
public sealed record AmountRise([property: Id(0)] DateOnly On, [property: Id(1)] long FromMinor, [property: Id(2)] string Currency);

/// <summary>Activities that were entered after the day they took place.</summary>
/// <param name="On">The day they were entered.</param>
/// <param name="Days">How many days late each was.</param>
[GenerateSerializer, Immutable, Alias("sg.LateDay")]
public sealed record LateDay([property: Id(0)] DateOnly On, [property: Id(1)] ImmutableArray<int> Days);

/// <summary>What the process says of a stage that early warning needs; null where it says nothing of it.</summary>
/// <param name="Place">Place of the stage, from 1, where the process asks for a buying centre at some gate.</param>
/// <param name="MaxDays">Longest stay, days.</param>
/// <param name="Plans">True where the process asks for a next step at some gate.</param>
[GenerateSerializer, Immutable, Alias("sg.StageTerms")]
public sealed record StageTerms([property: Id(0)] int? Place = null, [property: Id(1)] int? MaxDays = null, [property: Id(2)] bool? Plans = null);
