namespace SalesGrid.Testing;

/// <summary>
/// One Azurite for all tests of a process, started when the first of them asks. Made to be an assembly fixture:
/// <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>.
/// </summary>
/// <remarks>
/// Where it cannot run, <see cref="Unavailable"/> says why and tests skip themselves:
/// <c>if (azurite.Unavailable is { } reason) Assert.Skip(reason);</c>. With the environment variable
/// <c>CI=true</c> nothing is skipped: starting it fails, and so do the tests.
/// </remarks>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Azurite>> azurite = new(() => Azurite.Start());
    private readonly Lazy<string?> missing = new(() => AzuriteInstallation.Missing);

    /// <summary>Why tests on Azurite are to be skipped, or null.</summary>
    public string? Unavailable => Environment.GetEnvironmentVariable("CI") == "true" ? null : missing.Value;

    /// <summary>The connection string of the running Azurite.</summary>
    public async Task<string> ConnectionString() => (await azurite.Value).ConnectionString;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (azurite.IsValueCreated && azurite.Value.IsCompletedSuccessfully)
            await (await azurite.Value).DisposeAsync();
    }
}
