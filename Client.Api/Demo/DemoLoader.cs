using SalesGrid.Customers;
using SalesGrid.Demo;
using SalesGrid.Gateway.Grid;
using SalesGrid.Opportunities;
using SalesGrid.Salespeople;

namespace SalesGrid.Gateway.Demo;

/// <summary>Fills an empty grid with demonstration data, by the same commands as everybody's.</summary>
public sealed partial class DemoLoader(GridGateway grid, TimeProvider time, ILogger<DemoLoader> logger) : BackgroundService, IDemoLoader
{
    private const int Seed = 1;
    private const string Currency = "CNY";

    /// <summary>Commands in flight: enough to fill the groups the ledger commits, few enough to leave room for others.</summary>
    private const int AtOnce = 64;

    private readonly SemaphoreSlim asked = new(0, 1);
    private readonly Lock gate = new();
    private DemoProgress? progress;

    /// <inheritdoc/>
    public DemoProgress? Progress
    {
        get
        {
            lock (gate)
                return progress;
        }
    }

    /// <inheritdoc/>
    public Task Start(int opportunities, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(opportunities);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opportunities, DemoData.MaxCount);
        lock (gate)
        {
            if (progress is { Running: true })
                return Task.CompletedTask;
            progress = new(0, opportunities);
            asked.Release();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await asked.WaitAsync(stoppingToken);
            try
            {
                await Load(new(Progress!.Total, Seed, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What is in stays in; asked again, the same commands go on where these ended.
                LogFailed(e);
                lock (gate)
                    progress = progress! with { Failed = true };
            }
        }
    }

    private async Task Load(DemoData data, CancellationToken stoppingToken)
    {
        await Each(data.Salespeople(), p => grid.Send(
            "salesperson", p.Id, new RegisterSalesperson(p.Name, new(p.Team, p.Region, p.Manager)), By(data, p.Id), stoppingToken), stoppingToken);
        await Each(data.Customers(), c => grid.Send(
            "customer", c.Id, new RegisterCustomer(new(c.Name, c.Sector, c.Country, null, c.Employees, c.YearEstablished, Amount(c.AnnualRevenue))), By(data, c.Id), stoppingToken), stoppingToken);
        await Each(data.Opportunities(), async o =>
        {
            var receipt = await grid.Send("opportunity", o.Id, new ImportOpportunity(
                new(o.Name, o.CustomerId, o.Product, o.Channel, Amount(o.Amount), o.ExpectedCloseOn), o.OwnerId,
                Enum.Parse<OpportunityStatus>(o.Status, ignoreCase: true), o.Stage, o.OpenedOn, o.ClosedOn, o.LossReason, data.Source), By(data, o.Id), stoppingToken);
            lock (gate)
                progress = progress! with { Done = progress.Done + 1 };
            return receipt;
        }, stoppingToken);
    }

    private static Task Each<T>(IEnumerable<T> items, Func<T, ValueTask<Receipt>> send, CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (item, _) =>
        {
            if ((await send(item)).Refusal is { } refusal)
                throw new InvalidOperationException($"Demonstration data was refused by {refusal.ControlPoint}: {refusal.Reason.En}");
        });

    private static Money? Amount(decimal? major) => major is { } amount ? Currencies.FromMajor(amount, Currency) : null;

    private static Envelope By(DemoData data, string id) => new($"{data.Source}:{id}", "demo", Duties: Duties.Administrator);

    [LoggerMessage(Level = LogLevel.Error, Message = "Loading demonstration data failed")]
    private partial void LogFailed(Exception exception);
}
