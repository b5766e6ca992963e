namespace SalesGrid.Salespeople;

/// <summary>Says what a salesperson has in the pipeline. What it is made of, salespeople do not know.</summary>
public interface IPersonPipeline
{
    /// <summary>The open and the won of a period in one currency, everything acknowledged before the call included.</summary>
    /// <param name="personId">The salesperson.</param>
    /// <param name="period">The period.</param>
    /// <param name="currency">The currency; amounts in others are left out.</param>
    Task<PipelineFacts> Of(string personId, Period period, string currency);
}

/// <summary>What coverage is counted from, in the target's currency.</summary>
/// <param name="OpenMinor">Open opportunities expected to close in the period, minor units.</param>
/// <param name="WonMinor">Won in the period, minor units.</param>
public sealed record PipelineFacts(long OpenMinor, long WonMinor);
