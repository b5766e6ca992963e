using SalesGrid.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
