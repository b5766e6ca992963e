using Microsoft.Extensions.Logging;
using SalesGrid.Controls;
using SalesGrid.Hosting;
using SalesGrid.Ledger;
using SalesGrid.Warnings;

namespace SalesGrid.Subjects;

/// <summary>What every <see cref="SubjectGrain{TState, TEvent, TCommand}"/> uses of its silo, whatever its kind. What one kind alone uses is that kind's own parameter.</summary>
/// <param name="Ledger">Where events are appended.</param>
/// <param name="Homes">Where the object's bucket lives.</param>
/// <param name="Calendar">The company's days.</param>
/// <param name="Organisation">How people stand towards one another.</param>
/// <param name="Imports">Whether history may be brought in.</param>
/// <param name="Warnings">When to warn.</param>
/// <param name="Refusals">Where refusals are kept.</param>
/// <param name="Decisions">What the rules decided on this silo.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Makes the log of a kind.</param>
public sealed record SubjectServices(
    GridLedger Ledger,
    BucketHomes Homes,
    BusinessCalendar Calendar,
    IOrganisation Organisation,
    IImportGate Imports,
    WarningPolicySource Warnings,
    IRefusalLog Refusals,
    DecisionCounts Decisions,
    TimeProvider Time,
    ILoggerFactory Loggers);
