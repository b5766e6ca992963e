using System.CommandLine;
using SalesGrid.Chaos;

// A run that is interrupted ends its processes first.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };
return await Cli.Build().Parse(args).InvokeAsync(configuration);
