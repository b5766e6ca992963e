using System.Collections.Immutable;
using Orleans.Runtime;

namespace SalesGrid.Decisions;

/// <summary>
/// A moment that is over, as one decision saw it. While it goes along with a call, every object that is read answers as it was at the version noted here, on the day
/// noted here, and nothing can be changed anywhere.
/// </summary>
/// <param name="At">When it was decided.</param>
/// <param name="Today">The business day then.</param>
/// <param name="Versions">The objects that were read, with the versions they had.</param>
[GenerateSerializer, Immutable, Alias("sg.AsOf")]
public sealed record AsOf(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] DateOnly Today, [property: Id(2)] ImmutableArray<InputVersion> Versions)
{
    private const string Key = "sg.as-of";

    /// <summary>The moment that goes along with this call; null for now.</summary>
    public static AsOf? Ambient => RequestContext.Get(Key) as AsOf;

    /// <summary>The version an object was read at.</summary>
    /// <exception cref="PastNotKeptException">It was not.</exception>
    public int VersionOf(string subject) => Find(subject) ?? throw new PastNotKeptException(
        $"现行规则读取了 {subject},当时的规则没有读取。", $"The rules read {subject} now, which they were not shown then.");

    /// <summary>The version an object was read at; null where it was not.</summary>
    public int? Find(string subject)
    {
        foreach (var input in Versions)
        {
            if (input.Subject == subject)
                return input.Version;
        }
        return null;
    }

    /// <summary>Asks something as of this moment: so does everything that is asked on its behalf.</summary>
    public async Task<T> Ask<T>(Func<Task<T>> question)
    {
        RequestContext.Set(Key, this);
        try
        {
            return await question();
        }
        finally
        {
            RequestContext.Remove(Key);
        }
    }

    /// <summary>Asks something that never changes as of now, whatever moment goes along with the call.</summary>
    public static async Task<T> AskNow<T>(Func<Task<T>> question)
    {
        var then = RequestContext.Get(Key);
        RequestContext.Remove(Key);
        try
        {
            return await question();
        }
        finally
        {
            if (then is not null)
                RequestContext.Set(Key, then);
        }
    }
}

/// <summary>Something that a decision was shown cannot be shown again.</summary>
[GenerateSerializer, Alias("sg.PastNotKeptException")]
public sealed class PastNotKeptException : Exception
{
    public PastNotKeptException() { }

    public PastNotKeptException(string message) : base(message) { }

    public PastNotKeptException(string message, Exception innerException) : base(message, innerException) { }

    /// <param name="zh">What, in Chinese.</param>
    /// <param name="en">What, in English.</param>
    public PastNotKeptException(string zh, string en) : base(en) => Why = new(zh, en);

    /// <summary>What cannot be shown.</summary>
    [Id(0)] public LocalText? Why { get; private set; }
}
