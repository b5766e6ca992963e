using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using SalesGrid.Personal;
using SalesGrid.Silo;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.GrainState;

/// <summary>Every check on the storage of every medium, each as a silo of the product has it.</summary>
public sealed class GrainStorageTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, Func<IGrainStorage, Task>> Checks = new()
    {
        ["what was never written is empty"] = GrainStorageChecks.WhatWasNeverWrittenIsEmpty,
        ["what was written is read back"] = GrainStorageChecks.WhatWasWrittenIsReadBack,
        ["each write has its own tag"] = GrainStorageChecks.EachWriteHasItsOwnTag,
        ["a stale write is refused and changes nothing"] = GrainStorageChecks.AStaleWriteIsRefusedAndChangesNothing,
        ["a first write does not replace what is there"] = GrainStorageChecks.AFirstWriteDoesNotReplaceWhatIsThere,
        ["one of many writers wins"] = GrainStorageChecks.OneOfManyWritersWins,
        ["what was cleared is gone and can be written again"] = GrainStorageChecks.WhatWasClearedIsGoneAndCanBeWrittenAgain,
        ["a stale clear is refused"] = GrainStorageChecks.AStaleClearIsRefused,
        ["grains and states are apart"] = GrainStorageChecks.GrainsAndStatesAreApart,
        ["a full part is kept"] = GrainStorageChecks.AFullPartIsKept,
    };

    [Theory]
    [InlineData(LedgerStoreKind.Memory)]
    [InlineData(LedgerStoreKind.Sqlite)]
    [InlineData(LedgerStoreKind.Azure)]
    public async Task The_storage_keeps_its_contract(LedgerStoreKind medium)
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            using var silo = await Start(medium, folder.FullName);
            var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(PersonalState.Provider);
            var failures = new List<string>();
            foreach (var (name, check) in Checks)
            {
                if (await Record.ExceptionAsync(() => check(storage)) is { } failure)
                    failures.Add($"{name}: {failure.Message}");
            }
            await silo.StopAsync(TestContext.Current.CancellationToken);
            Assert.True(failures.Count == 0, string.Join('\n', failures));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(LedgerStoreKind.Sqlite)]
    [InlineData(LedgerStoreKind.Azure)]
    public async Task What_was_written_is_there_after_a_restart(LedgerStoreKind medium)
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            var grain = GrainStorageChecks.NewGrain();
            await With(async storage => await GrainStorageChecks.Write(storage, grain, "a", "1", await GrainStorageChecks.Read(storage, grain)));
            await With(async storage => Assert.Equal("1", GrainStorageChecks.Value(await GrainStorageChecks.Read(storage, grain))));

            async Task With(Func<IGrainStorage, Task> act)
            {
                using var silo = await Start(medium, folder.FullName);
                await act(silo.Services.GetRequiredKeyedService<IGrainStorage>(PersonalState.Provider));
                await silo.StopAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("sales-grid-");
        try
        {
            var path = Path.Combine(folder.FullName, "personal.db");
            using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
            {
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA user_version = 2";
                command.ExecuteNonQuery();
            }
            Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => new Storage.GrainState.SqliteGrainStorage(path, null!)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<IHost> Start(LedgerStoreKind medium, string folder)
    {
        string[] account = [];
        if (medium == LedgerStoreKind.Azure)
        {
            if (azurite.Unavailable is { } reason)
                Assert.Skip(reason);
            account = [$"--Grid:Storage:Azure:ConnectionString={await azurite.ConnectionString()}", "--Grid:Storage:Azure:ContainerName=grain-state", "--Grid:Storage:Azure:TablePrefix=GrainState"];
        }
        var silo = SiloHost.Build([$"--Grid:Storage:Kind={medium}", $"--GRID_DATA={folder}", "--Grid:Cluster:SiloPort=0", "--Grid:Cluster:GatewayPort=0", "--Grid:BucketCount=1", .. account]);
        await silo.StartAsync(TestContext.Current.CancellationToken);
        return silo;
    }
}
