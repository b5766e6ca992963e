using System.Globalization;
using System.Net;
using Azure.Data.Tables;
using Orleans.Runtime;

namespace SalesGrid.Storage.Clustering;

/// <summary>
/// A silo as a row: every property is a string, dates are <see cref="LogFormatter.PrintDate"/> (UTC, milliseconds).
/// Properties of others are passed over.
/// </summary>
internal static class SiloRow
{
    public const string DeploymentId = "DeploymentId";
    public const string Status = "Status";
    public const string IAmAliveTime = "IAmAliveTime";
    public const string ProxyPort = "ProxyPort";
    private const char Separator = '|';

    public static string Key(SiloAddress silo) =>
        string.Create(CultureInfo.InvariantCulture, $"{silo.Endpoint.Address}-{silo.Endpoint.Port}-{silo.Generation}");

    public static TableEntity Encode(string clusterId, MembershipEntry entry)
    {
        var votes = entry.SuspectTimes ?? [];
        var row = new TableEntity(clusterId, Key(entry.SiloAddress))
        {
            [DeploymentId] = clusterId,
            ["Address"] = entry.SiloAddress.Endpoint.Address.ToString(),
            ["Port"] = Text(entry.SiloAddress.Endpoint.Port),
            ["Generation"] = Text(entry.SiloAddress.Generation),
            ["HostName"] = entry.HostName,
            [Status] = entry.Status.ToString(),
            [ProxyPort] = Text(entry.ProxyPort),
            ["RoleName"] = entry.RoleName,
            ["SiloName"] = entry.SiloName,
            // An old name of the same thing, still read by old programs.
            ["InstanceName"] = entry.SiloName,
            ["UpdateZone"] = Text(entry.UpdateZone),
            ["FaultZone"] = Text(entry.FaultZone),
            ["StartTime"] = LogFormatter.PrintDate(entry.StartTime),
            [IAmAliveTime] = LogFormatter.PrintDate(entry.IAmAliveTime),
            ["SuspectingSilos"] = string.Join(Separator, votes.Select(vote => vote.Item1.ToParsableString())),
            ["SuspectingTimes"] = string.Join(Separator, votes.Select(vote => LogFormatter.PrintDate(vote.Item2))),
        };
        // A table has no nulls.
        foreach (var absent in row.Where(property => property.Value is null).Select(property => property.Key).ToArray())
            row.Remove(absent);
        return row;
    }

    /// <summary>A row that says only that its silo lives; to be merged.</summary>
    public static TableEntity EncodeAlive(string clusterId, MembershipEntry entry) => new(clusterId, Key(entry.SiloAddress))
    {
        [DeploymentId] = clusterId,
        [IAmAliveTime] = LogFormatter.PrintDate(entry.IAmAliveTime),
    };

    /// <summary>The silo in a row.</summary>
    /// <exception cref="FormatException">The row lacks an address or a status, or something in it cannot be read.</exception>
    public static MembershipEntry Decode(TableEntity row)
    {
        var entry = new MembershipEntry
        {
            SiloAddress = Address(row, "Port"),
            HostName = row.GetString("HostName"),
            Status = Enum.TryParse<SiloStatus>(row.GetString(Status), out var status) ? status : throw new FormatException($"No status: {row.GetString(Status)}"),
            ProxyPort = Number(row, ProxyPort),
            RoleName = row.GetString("RoleName"),
            SiloName = row.GetString("SiloName") is { Length: > 0 } name ? name : row.GetString("InstanceName"),
            UpdateZone = Number(row, "UpdateZone"),
            FaultZone = Number(row, "FaultZone"),
            StartTime = Date(row.GetString("StartTime")),
            IAmAliveTime = Date(row.GetString(IAmAliveTime)),
        };
        var silos = Parts(row, "SuspectingSilos");
        var times = Parts(row, "SuspectingTimes");
        if (silos.Length != times.Length)
            throw new FormatException($"{silos.Length} votes with {times.Length} times.");
        foreach (var (silo, time) in silos.Zip(times))
            entry.AddSuspector(SiloAddress.FromParsableString(silo), Date(time));
        return entry;
    }

    /// <summary>Where clients find the silo in a row.</summary>
    public static Uri Gateway(TableEntity row) => Address(row, ProxyPort).ToGatewayUri();

    /// <summary>When a silo was last known to have done something, or something was done to it.</summary>
    public static DateTimeOffset LastUpdate(MembershipEntry entry)
    {
        DateTime[] times = [entry.StartTime, entry.IAmAliveTime, .. (entry.SuspectTimes ?? []).Select(vote => vote.Item2)];
        return new(DateTime.SpecifyKind(times.Max(), DateTimeKind.Utc));
    }

    /// <summary>Whether a row holds what was to be written into it; that its silo has lived on since does not count.</summary>
    public static bool Holds(TableEntity stored, TableEntity written) =>
        written.Keys.All(key => key is IAmAliveTime or "odata.etag" or "Timestamp" || (stored.TryGetValue(key, out var value) && Equals(value, written[key])));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static SiloAddress Address(TableEntity row, string port) =>
        SiloAddress.New(IPAddress.Parse(row.GetString("Address") ?? ""), Number(row, port), Number(row, "Generation"));

    private static int Number(TableEntity row, string property) =>
        row.GetString(property) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static DateTime Date(string? text) =>
        string.IsNullOrEmpty(text) ? default : DateTime.SpecifyKind(LogFormatter.ParseDate(text), DateTimeKind.Utc);

    private static string[] Parts(TableEntity row, string property) =>
        (row.GetString(property) ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
