using SalesGrid.Storage.Tests.Sqlite;
using Xunit.Runner.InProc.SystemConsole;

return args is [AppendUntilKilled.Argument, var folder]
    ? await AppendUntilKilled.Run(folder)
    : await ConsoleRunner.Run(args);
