namespace SalesGrid.Storage.Tests;

/// <summary>An empty folder below the system's temporary one, removed at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sales-grid-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
