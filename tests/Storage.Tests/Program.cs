using System.Globalization;
using SalesGrid.Storage.Tests;
using SalesGrid.Storage.Tests.Sqlite;
using Xunit.Runner.InProc.SystemConsole;

return args switch
{
    [AppendUntilKilled.Argument, var folder] => await AppendUntilKilled.Run(folder),
    [MeasureAppends.Argument, var store, var buckets, var bytes, var seconds] => await MeasureAppends.Run(store, Number(buckets), Number(bytes), Number(seconds)),
    _ => await ConsoleRunner.Run(args),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
