using SalesGrid.Chaos.Readers;

namespace SalesGrid.Chaos.Load;

/// <summary>Sends one command after the other until told to stop, and looks for the effect of some of them.</summary>
internal sealed class Worker(Workload workload, CommandSender sender, ReceiptReader reader, Deals deals, RunLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="stop">Ends the sending.</param>
    /// <param name="giveUp">Ends the trying of what was begun.</param>
    public async Task Run(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            var (command, deal) = workload.Next();
            // The dice are thrown before anything is sent: what comes back must not change what is chosen next.
            var (hasty, twice, look, pause) = (workload.OneIn(20), workload.OneIn(10), workload.OneIn(4), workload.Pause());
            log.Sending(command);
            await sender.Send(command, Patience, hasty, giveUp);
            if (command.Outcome == Outcome.Accepted)
            {
                Believe(command, deal);
                // A caller whose connection broke just after the answer sends it again and must get the same receipt. A
                // command that had nothing to change left no mark: sent again it is a new one.
                if (twice && command.Receipts[^1].Seq > 0)
                    await sender.Send(command, Patience, hasty: false, giveUp);
                if (look && command.Outcome == Outcome.Accepted)
                    await reader.Look(command, giveUp);
            }
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Believe(SentCommand command, Deal deal)
    {
        switch (command.Path[(command.Path.LastIndexOf('/') + 1)..])
        {
            case "opportunities":
                deals.Add(deal);
                break;
            case "value":
                deal.Valued = true;
                break;
            case "evidence":
                deal.Evidence++;
                break;
            case "advance":
                deal.Stage = Array.IndexOf(Workload.StageIds, (string)command.Body["to"]!);
                deal.Evidence = 0;
                break;
            case "win" or "lose":
                deal.Closed = true;
                break;
            case "reopen":
                deal.Closed = false;
                break;
        }
    }
}
