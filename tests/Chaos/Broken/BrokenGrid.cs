using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesGrid.Ledger;

namespace SalesGrid.Chaos.Broken;

/// <summary>Puts the broken part into a silo that is otherwise the product's.</summary>
internal static class BrokenGrid
{
    public static void Adjust(ISiloBuilder silo, Breakage broken)
    {
        switch (broken)
        {
            case Breakage.None:
                break;
            case Breakage.Fence:
                Wrap(silo.Services, store => new UnfencedStore(store));
                break;
            case Breakage.LostWrite:
                Wrap(silo.Services, store => new ForgetfulStore(store));
                break;
            case Breakage.ReadFence:
                silo.Services.Remove(silo.Services.Single(s => s.ImplementationType == typeof(ReadFence)));
                break;
            case Breakage.Dedup:
                silo.AddIncomingGrainCallFilter<ForgetCommandIds>();
                break;
            case Breakage.Kpi:
                silo.AddIncomingGrainCallFilter<CountOneTooMany>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(broken), broken, "It is not known how to break that.");
        }
    }

    private static void Wrap(IServiceCollection services, Func<ILedgerStore, ILedgerStore> wrap)
    {
        var real = services.Last(s => s.ServiceType == typeof(ILedgerStore));
        services.Remove(real);
        services.AddSingleton(sp => wrap((ILedgerStore)real.ImplementationFactory!(sp)));
    }
}
