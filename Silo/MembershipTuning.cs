using Orleans.Configuration;

namespace SalesGrid.Silo;

/// <summary>How soon silos notice that one of them is gone, and how sure they want to be.</summary>
internal static class MembershipTuning
{
    public static void Apply(ClusterMembershipOptions options, ClusterSettings cluster)
    {
        // A silo that was killed holds up its grains until it is declared dead: with Orleans' defaults (5 s x 3) for 15 seconds
        // and more, with ours the longest command waited 5.4 to 8.5 seconds (ClusterTests, two cores).
        options.ProbeTimeout = cluster.ProbeTimeout;
        options.NumMissedProbesLimit = cluster.MissedProbes;
        // Probes adapt to how fast a silo answers. Upwards they may only double: a silo that hangs with its connections
        // open is given MaxProbeTimeout x MissedProbes, 12 seconds, where the default of four times would give it 24.
        options.MinProbeTimeout = cluster.ProbeTimeout / 2;
        options.MaxProbeTimeout = cluster.ProbeTimeout * 2;
        // Two must agree, so that one with a bad line cannot throw out the others. Of two silos left, one is enough.
        options.NumVotesForDeathDeclaration = 2;
        options.NumProbedSilos = 10;
        // Votes of an old trouble must not add up with those of a new one: a minute, with the default probes.
        options.DeathVoteExpirationTimeout = cluster.ProbeTimeout * cluster.MissedProbes * 10;
        // When all were killed at once, a silo that starts again cannot reach those still listed; it stops minding them
        // after three missed signs of life: it had joined after 21 seconds, where 30-second signs would take it 90 at
        // least. Costs a small write every 5 seconds and silo.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedTableIAmAliveLimit = 3;
        // Changes are passed on by gossip; reading the table is for those it did not reach.
        options.TableRefreshTimeout = TimeSpan.FromSeconds(15);
        // A silo that cannot join says so while whoever started it is still watching.
        options.MaxJoinAttemptTime = TimeSpan.FromMinutes(2);
        // A silo that takes free ports leaves a row each time it ends; a day is enough to look into what happened.
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
    }
}
