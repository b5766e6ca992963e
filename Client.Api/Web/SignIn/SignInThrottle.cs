using System.Net;
using System.Net.Sockets;

namespace SalesGrid.Gateway.Web.SignIn;

/// <summary>Counts wrong keys by address, so that keys cannot be guessed at speed.</summary>
/// <remarks>Not a substitute for long keys: an attacker with many addresses is slowed only by the length of the key.</remarks>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>Wrong keys one address may send within a <see cref="Window"/>.</summary>
    public const int FailuresMax = 10;

    /// <summary>Most addresses remembered; beyond it the one that failed longest ago is forgotten.</summary>
    private const int AddressesMax = 10_000;

    /// <summary>How long a run of failures counts, from its first.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Since, int Failures)> runs = [];

    /// <summary>True while this address has to wait; its keys are not even looked at.</summary>
    public bool MustWait(IPAddress? address)
    {
        lock (gate)
        {
            return runs.TryGetValue(Neighbourhood(address), out var run)
                && run.Failures >= FailuresMax && time.GetUtcNow() - run.Since < Window;
        }
    }

    /// <summary>Counts a wrong key.</summary>
    public void Failed(IPAddress? address)
    {
        var key = Neighbourhood(address);
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (runs.TryGetValue(key, out var run) && now - run.Since < Window)
            {
                runs[key] = (run.Since, run.Failures + 1);
                return;
            }
            if (runs.Count >= AddressesMax)
                Forget(now);
            runs[key] = (now, 1);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, run) in runs)
        {
            if (now - run.Since >= Window)
                runs.Remove(address);
        }
        if (runs.Count >= AddressesMax)
            runs.Remove(runs.MinBy(r => r.Value.Since).Key);
    }

    // A subscriber is given a whole /64 of IPv6 addresses: counted one by one they would never run out.
    private static IPAddress Neighbourhood(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
