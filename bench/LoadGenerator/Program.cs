using System.CommandLine;
using SalesGrid.Bench;

// A run that is interrupted stops its gateway and Azurite first, which may take a while.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(45) };
return await Cli.Build(args).Parse(args).InvokeAsync(configuration);
