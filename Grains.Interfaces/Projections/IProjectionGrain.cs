using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Controls;
using SalesGrid.Kpis;
using SalesGrid.Warnings;

namespace SalesGrid.Projections;

/// <summary>
/// What one bucket looks like from outside: pipeline rows, KPI cube and registers, folded from its ledger entries and
/// held in memory. Key: the bucket's number.
/// </summary>
/// <remarks>
/// Every answer includes all that was committed in the bucket before the question arrived: whoever got a receipt finds
/// its effect here.
/// </remarks>
[Alias("sg.IProjectionGrain")]
public interface IProjectionGrain : IGrainWithIntegerKey
{
    /// <summary>Sequence up to which the bucket's entries are in it.</summary>
    [Alias("Watermark")]
    Task<long> Watermark();

    /// <summary>The bucket's part of a list of objects of one kind.</summary>
    [Alias("List")]
    Task<ListPartial> List(ListQuery query);

    /// <summary>The bucket's part of a KPI answer.</summary>
    /// <param name="query">The question.</param>
    /// <param name="knownWatermark">A watermark the asker has the answer for; −1 for none.</param>
    /// <param name="knownDay">The business day of that answer.</param>
    [Alias("Kpis")]
    Task<KpiPartial> Kpis(KpiQuery query, long knownWatermark, DateOnly knownDay = default);

    /// <summary>The bucket's part of a KPI answer, of one group alone: cheap where a question has thousands.</summary>
    /// <param name="query">The question; it has a dimension.</param>
    /// <param name="first">Value of its first dimension.</param>
    [Alias("KpisOf")]
    Task<KpiPartial> KpisOf(KpiQuery query, string first);

    /// <summary>The same of some groups alone.</summary>
    /// <param name="query">The question; it has a dimension.</param>
    /// <param name="firsts">Values of its first dimension.</param>
    [Alias("KpisOfMany")]
    Task<KpiPartial> KpisOfMany(KpiQuery query, ImmutableArray<string> firsts);

    /// <summary>Warnings on objects of the bucket, whatever their kind.</summary>
    [Alias("Warnings")]
    Task<WarningPartial> Warnings(WarningQuery query);

    /// <summary>The bucket's part of a list of refused commands.</summary>
    /// <param name="query">The question; its days lie within 1900 to 2199.</param>
    [Alias("Refusals")]
    Task<RefusalPartial> Refusals(RefusalQuery query);

    /// <summary>The bucket's part of a list of overrides.</summary>
    [Alias("Overrides")]
    Task<OverridePartial> Overrides(OverrideQuery query);

    /// <summary>What the bucket counts for the control catalogue.</summary>
    [Alias("ControlCounts")]
    Task<ControlCounts> ControlCounts();

    /// <summary>
    /// The same for those who may not read everybody's objects: refusals of people within the scope, and overrides of objects they own. What was decided is
    /// not counted by people, and not in it.
    /// </summary>
    [Alias("ControlCountsOf")]
    Task<ControlCounts> ControlCountsOf(OwnerScope scope);

    /// <summary>
    /// Asks to be told, once, when something changes after <paramref name="knownWatermark"/>; at once if it has already.
    /// A watcher that has not renewed for a minute is forgotten.
    /// </summary>
    [Alias("Watch")]
    Task Watch(IProjectionWatcher watcher, long knownWatermark);
}

/// <summary>Is told that a bucket moved on. Messages may be lost; a watcher asks now and then on its own.</summary>
[Alias("sg.IProjectionWatcher")]
public interface IProjectionWatcher : IGrainObserver
{
    /// <summary>The bucket now stands at <paramref name="watermark"/> or later.</summary>
    [Alias("Changed"), OneWay]
    Task Changed(int bucket, long watermark);
}
