using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SalesGrid.Gateway.Kpis;
using SalesGrid.Gateway.Security;
using SalesGrid.Kpis;
using SalesGrid.Projections;

namespace SalesGrid.Gateway.Web.Live;

/// <summary>A part of the page that shows the answer to one KPI question and keeps it current.</summary>
/// <remarks>
/// One subscription for each, begun when the page becomes interactive and ended with it. Only the part itself is drawn
/// again when its answer moves. When reading fails it keeps what it has, says so and tries again.
/// </remarks>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource leaving = new();

    [CascadingParameter]
    public required Locale L { get; set; }

    [Inject]
    private IKpiFeed Feed { get; set; } = null!;

    [Inject]
    private IReadScopes Scopes { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Visitor { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The newest answer; null until there is one.</summary>
    protected KpiSnapshot? Snapshot { get; private set; }

    /// <summary>Why the answer is not current; null while it is.</summary>
    protected LiveFault? Fault { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => leaving.Token;

    /// <summary>The question. Does not change in the part's life.</summary>
    protected abstract KpiQuery Query { get; }

    /// <summary>A question by these dimensions, and then by currency so that no amounts are mixed.</summary>
    protected static KpiQuery By(params ImmutableArray<string> dimensions) => new([.. dimensions, FactSchema.Currency]);

    /// <summary>Called on the page's own thread when an answer came, before it is drawn.</summary>
    protected virtual Task Answered(KpiSnapshot snapshot) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // A page that is only rendered to be sent shows skeletons: a subscription would outlive it for nothing.
        if (RendererInfo.IsInteractive)
            _ = Watch();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || leaving.IsCancellationRequested)
            return;
        leaving.Cancel();
        leaving.Dispose();
    }

    private async Task Watch()
    {
        var token = leaving.Token;
        var pause = FirstPause;
        while (!token.IsCancellationRequested)
        {
            try
            {
                await foreach (var snapshot in Feed.Watch(Query, ScopeOfVisitor, token))
                {
                    pause = FirstPause;
                    await InvokeAsync(() => Show(snapshot));
                }
                return;
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException) when (token.IsCancellationRequested)
            {
                return;
            }
            // Whatever the feed met, the page must survive it: the fault is logged, shown, and tried again.
#pragma warning disable CA1031
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (token.IsCancellationRequested)
                    return;
                Loggers.CreateLogger(GetType()).LogWarning(fault, "KPI question {Question} was interrupted", Query.Key);
                await InvokeAsync(() =>
                {
                    Fault = fault is TooManyGroupsException ? LiveFault.TooManyGroups : LiveFault.Interrupted;
                    StateHasChanged();
                });
                await Task.Delay(pause, Time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async ValueTask<OwnerScope?> ScopeOfVisitor(CancellationToken gone) =>
        await Scopes.Of((await Visitor.GetAuthenticationStateAsync()).User, gone);

    private async Task Show(KpiSnapshot snapshot)
    {
        if (leaving.IsCancellationRequested)
            return;
        Snapshot = snapshot;
        Fault = null;
        StateHasChanged();
        await Answered(snapshot);
    }
}

/// <summary>Why an answer is not current.</summary>
public enum LiveFault
{
    /// <summary>Reading failed; it is tried again.</summary>
    Interrupted,

    /// <summary>The question has more groups than are answered.</summary>
    TooManyGroups,
}
