using SalesGrid.Catalogues;

namespace SalesGrid.Channels;

/// <summary>What can be asked of a sales channel (渠道). Its id is its code.</summary>
[GenerateSerializer, Immutable, Alias("sg.ChannelCommand")]
public abstract record ChannelCommand : Command;

/// <summary>Puts a channel into the list of channels. For whoever keeps the catalogue.</summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
/// <param name="Kind">Sort of channel.</param>
[GenerateSerializer, Immutable, Alias("sg.CreateChannel")]
[SentBy(Duties.ProcessOwner)]
public sealed record CreateChannel(
    [property: Id(0)] string NameZh,
    [property: Id(1)] string NameEn,
    [property: Id(2)] ChannelSort Kind) : ChannelCommand;

/// <summary>Brings in a channel as another system has it. For whoever has the duty of importing, in an import window.</summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
/// <param name="Source">Name of the system it comes from, 1 to 200 characters.</param>
/// <param name="Kind">Sort of channel.</param>
[GenerateSerializer, Immutable, Alias("sg.ImportChannel")]
[SentBy(Duties.Importer, IsImport = true)]
public sealed record ImportChannel(
    [property: Id(0)] string NameZh,
    [property: Id(1)] string NameEn,
    [property: Id(2)] string Source,
    [property: Id(3)] ChannelSort Kind = ChannelSort.Other) : ChannelCommand;

/// <summary>Gives a channel other names. For whoever keeps the catalogue.</summary>
/// <param name="NameZh">Chinese name, 1 to 200 characters.</param>
/// <param name="NameEn">English name, 1 to 200 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.RenameChannel")]
[SentBy(Duties.ProcessOwner)]
public sealed record RenameChannel([property: Id(0)] string NameZh, [property: Id(1)] string NameEn) : ChannelCommand;

/// <summary>Closes a channel: nothing new is sold through it. For whoever keeps the catalogue, and sales managers.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.CloseChannel")]
[SentBy(Duties.ProcessOwner | Duties.Manager)]
public sealed record CloseChannel([property: Id(0)] string Reason) : ChannelCommand;

/// <summary>Opens a closed channel again. For whoever keeps the catalogue.</summary>
/// <param name="Reason">Why, 1 to 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("sg.ReopenChannel")]
[SentBy(Duties.ProcessOwner)]
public sealed record ReopenChannel([property: Id(0)] string Reason) : ChannelCommand;

/// <summary>Sorts of channel. Numbers are fixed: they are stored.</summary>
public enum ChannelSort
{
    /// <summary>Any other.</summary>
    Other = 0,

    /// <summary>The company's own salespeople (直销).</summary>
    Direct = 1,

    /// <summary>A distributor buys and sells on (经销).</summary>
    Distributor = 2,

    /// <summary>An agent arranges the sale (代理).</summary>
    Agent = 3,

    /// <summary>Online (电商).</summary>
    Online = 4,

    /// <summary>Tenders (招投标).</summary>
    Tender = 5,
}

/// <summary>A channel as seen from outside.</summary>
/// <param name="Id">Its code.</param>
/// <param name="Version">Version of the object.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Kind">Sort of channel.</param>
/// <param name="Closed">True while it is closed.</param>
/// <param name="Reason">Why it is closed; null when it is open.</param>
/// <param name="Source">The system it was brought in from; null for what was created here.</param>
[GenerateSerializer, Immutable, Alias("sg.ChannelView")]
public sealed record ChannelView(
    [property: Id(0)] string Id,
    [property: Id(1)] int Version,
    [property: Id(2)] string NameZh,
    [property: Id(3)] string NameEn,
    [property: Id(4)] ChannelSort Kind,
    [property: Id(5)] bool Closed,
    [property: Id(6)] string? Reason,
    [property: Id(7)] string? Source) : ICatalogueEntry;
