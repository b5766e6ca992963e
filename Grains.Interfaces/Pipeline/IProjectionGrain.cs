using System.Collections.Immutable;
using Orleans.Concurrency;
using SalesGrid.Controls;
using SalesGrid.Customers;
using SalesGrid.Kpis;
using SalesGrid.Processes;
using SalesGrid.Salespeople;
using SalesGrid.Warnings;

namespace SalesGrid.Pipeline;

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
    /// <summary>The bucket's part of a list.</summary>
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

    /// <summary>Customers of the bucket by id, after <paramref name="afterId"/>, at most <paramref name="limit"/>.</summary>
    [Alias("Customers")]
    Task<RegisterPartial<CustomerView>> Customers(string? afterId, int limit);

    /// <summary>Salespeople of the bucket by id, after <paramref name="afterId"/>, at most <paramref name="limit"/>.</summary>
    [Alias("Salespeople")]
    Task<RegisterPartial<SalespersonView>> Salespeople(string? afterId, int limit);

    /// <summary>Objects of one kind in the bucket by id, after <paramref name="afterId"/>, at most <paramref name="limit"/>.</summary>
    /// <param name="kind">The kind, e.g. <c>quote</c>.</param>
    /// <param name="tag">What they must be tagged with, e.g. <c>customer:C-1</c>; null for all.</param>
    /// <param name="afterId">Where to go on; null from the first.</param>
    /// <param name="limit">At most so many.</param>
    [Alias("Subjects")]
    Task<RegisterPartial<ListedSubject>> Subjects(string kind, string? tag, string? afterId, int limit);
    /// <summary>Processes a company has made something of, by id, after <paramref name="afterId"/>, at most <paramref name="limit"/>.</summary>
    [Alias("Processes")]
    Task<RegisterPartial<ProcessView>> Processes(string? afterId, int limit);

    /// <summary>Warnings on objects of the bucket, whatever their kind.</summary>
    [Alias("Warnings")]
    Task<RegisterPartial<ListedWarning>> Warnings(WarningQuery query);

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

/// <summary>One bucket's part of a register.</summary>
[GenerateSerializer, Immutable, Alias("sg.RegisterPartial`1")]
public sealed record RegisterPartial<T>(
    [property: Id(0)] int Bucket,
    [property: Id(1)] long Watermark,
    [property: Id(2)] long Total,
    [property: Id(3)] ImmutableArray<T> Items);

/// <summary>An object in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="View">The object, in its kind's own shape.</param>
[GenerateSerializer, Immutable, Alias("sg.ListedSubject")]
public sealed record ListedSubject([property: Id(0)] string Id, [property: Id(1)] object View);
