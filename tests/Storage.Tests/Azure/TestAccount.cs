using Azure.Core;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

/// <summary>Ledgers of their own in the one Azurite of the tests.</summary>
internal static class TestAccount
{
    private static int ledgers;

    /// <summary>Options for a new ledger, with segments of five records so that every test rolls over.</summary>
    public static async Task<AzureLedgerOptions> Options(AzuriteFixture azurite, int segmentRecordsMax = 5)
    {
        if (azurite.Unavailable is { } reason)
            Assert.Skip(reason);
        return With(await azurite.ConnectionString(), Interlocked.Increment(ref ledgers), segmentRecordsMax);
    }

    /// <summary>The same ledger, used with other options.</summary>
    public static AzureLedgerOptions With(
        this AzureLedgerOptions ledger, int segmentRecordsMax = 5, bool sealSegments = true, bool markTakeovers = true, Action<ClientOptions>? configured = null) => new()
        {
            ConnectionString = ledger.ConnectionString,
            ContainerName = ledger.ContainerName,
            TablePrefix = ledger.TablePrefix,
            SegmentRecordsMax = segmentRecordsMax,
            SealSegments = sealSegments,
            MarkTakeovers = markTakeovers,
            ClientConfigured = configured,
        };

    private static AzureLedgerOptions With(string connectionString, int number, int segmentRecordsMax) => new()
    {
        ConnectionString = connectionString,
        ContainerName = $"ledger-{number:D4}",
        TablePrefix = $"Ledger{number:D4}",
        SegmentRecordsMax = segmentRecordsMax,
    };
}
