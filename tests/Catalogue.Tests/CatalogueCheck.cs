using SalesGrid.Controls;

namespace SalesGrid.Catalogue.Tests;

/// <summary>What must be true of every control point.</summary>
internal static class CatalogueCheck
{
    /// <summary>What is wrong, one line each.</summary>
    public static IEnumerable<string> Problems(IEnumerable<CataloguedControl> controls)
    {
        foreach (var control in controls)
        {
            var id = control.Point.Id;
            if (control.Sources.IsEmpty || !control.Sources.All(ControlCatalogue.IsSource))
                yield return $"{id} names no system of control, or one there is not: '{control.Point.Source}'.";
            if (control.Evidence.EnforcedBy.IsEmpty)
                yield return $"{id} is enforced nowhere.";
            if (control.Evidence.Tests.IsEmpty)
                yield return $"{id} is proved by no test.";
        }
    }

    /// <summary>Control points that are said to be liftable and that no rule lifts, or the reverse.</summary>
    public static IEnumerable<string> Unliftable(IEnumerable<CataloguedControl> controls) => controls
        .Where(c => c.Point.MayBeOverridden == c.Evidence.LiftedIn.IsEmpty)
        .Select(c => c.Point.MayBeOverridden
            ? $"{c.Point.Id} may be overridden, and no rule asks whether it is."
            : $"{c.Point.Id} may not be overridden, and {c.Evidence.LiftedIn[0]} asks whether it is.");
}
