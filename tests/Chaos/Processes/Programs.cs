using System.Reflection;

namespace SalesGrid.Chaos.Processes;

/// <summary>Where the programs under test are: built with this one, in the same configuration.</summary>
internal static class Programs
{
    /// <summary>This program: it can also be a gateway or a silo with something broken in it.</summary>
    public static string Chaos => typeof(Programs).Assembly.Location;

    /// <summary>The product's gateway.</summary>
    public static string Gateway => Product("Client.Api");

    /// <summary>The product's silo.</summary>
    public static string Silo => Product("Silo");

    /// <summary>The top of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    private static string Configuration =>
        typeof(Programs).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string Product(string name)
    {
        var path = Path.Combine(Root, name, "bin", Configuration, "net10.0", $"{name}.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException($"{name} is not built: there is no {path}.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sales.Grid.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("This program runs from within the source tree.");
    }
}
