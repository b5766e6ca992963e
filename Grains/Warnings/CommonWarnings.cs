using SalesGrid.Controls;

namespace SalesGrid.Warnings;

/// <summary>What any object is watched for, whatever its kind.</summary>
internal static class CommonWarnings
{
    /// <summary>Criterion: an override was used so many days ago and nobody has judged it.</summary>
    public const string OverrideUnreviewed = "override-unreviewed";

    public static IEnumerable<WarningCause> Of(ObjectControls? controls, WarningPolicy policy)
    {
        if (controls is null || controls.Waivers.IsEmpty || policy.Of(OverrideUnreviewed) is not { } criterion)
            yield break;
        foreach (var waiver in controls.Waivers)
        {
            if (waiver is { UsedAt: { } used, ReviewedBy: null })
                yield return new(OverrideUnreviewed, waiver.Id, used.AddDays(criterion.Days),
                    new($"控制点 {waiver.ControlPoint} 的放行已使用,尚未复核。", $"An override of control point {waiver.ControlPoint} was used and has not been reviewed."));
        }
    }
}
