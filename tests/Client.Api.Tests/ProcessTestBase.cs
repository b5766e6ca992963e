namespace SalesGrid.Gateway.Tests;

/// <summary>A data folder, a port and an administrator's client, for tests that run the programs as processes.</summary>
public abstract class ProcessTestBase : IAsyncLifetime
{
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("sales-grid-");

    protected int Port { get; } = GridProcess.FreePort();

    protected HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ValueTask InitializeAsync()
    {
        Http.BaseAddress = new($"http://127.0.0.1:{Port}");
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Gateway.AdminKey);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return default;
    }
}
