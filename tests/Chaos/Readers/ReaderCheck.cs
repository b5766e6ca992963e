using System.Security.Cryptography;
using System.Text;

namespace SalesGrid.Chaos.Readers;

/// <summary>Checks what readers are shown while the grid is being hurt.</summary>
/// <remarks>
/// What is shown was committed, and what was committed stays. So what one reader is shown, one answer after the other,
/// never goes backwards, and one question has one answer at one watermark, whoever asks and whoever answers. Safe for
/// concurrent use.
/// </remarks>
internal sealed class ReaderCheck
{
    /// <summary>Most answers that are remembered; the oldest are forgotten.</summary>
    private const int AnswersMax = 50_000;

    /// <summary>Most findings that are kept; the first ones tell the story.</summary>
    private const int FindingsMax = 50;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long[]> last = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Question, string Watermark), string> answers = [];
    private readonly Queue<(string, string)> order = new();
    private readonly List<string> findings = [];

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            lock (gate)
                return [.. findings];
        }
    }

    /// <summary>Answers that were looked at.</summary>
    public long Looked { get; private set; }

    /// <summary>A reader was shown an answer.</summary>
    /// <param name="reader">Who; its answers come one after the other.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="watermark">The answer's watermark.</param>
    /// <param name="figures">The answer without what says when it was given.</param>
    /// <param name="when">When, for the finding.</param>
    public void Shown(string reader, string question, string watermark, string figures, TimeSpan when)
    {
        var now = Watermark.Parse(watermark);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figures)));
        lock (gate)
        {
            Looked++;
            if (last.TryGetValue(reader, out var before))
            {
                for (var bucket = 0; bucket < Math.Min(before.Length, now.Length); bucket++)
                {
                    if (now[bucket] < before[bucket])
                        Find($"{reader} was shown bucket {bucket} at {before[bucket]}, then at {now[bucket]} ({when.TotalSeconds:0.0} s)");
                }
            }
            last[reader] = now;
            if (!answers.TryAdd((question, watermark), digest))
            {
                if (answers[(question, watermark)] != digest)
                    Find($"{reader}: two different answers to '{question}' at watermark {watermark} ({when.TotalSeconds:0.0} s)");
                return;
            }
            order.Enqueue((question, watermark));
            if (order.Count > AnswersMax)
                answers.Remove(order.Dequeue());
        }
    }

    /// <summary>The holder of a receipt looked for its effect.</summary>
    /// <param name="what">What was looked at.</param>
    /// <param name="shown">How far it was: a version or a sequence.</param>
    /// <param name="receipt">How far the receipt says it is.</param>
    /// <param name="when">When, for the finding.</param>
    public void LookedFor(string what, long shown, long receipt, TimeSpan when)
    {
        lock (gate)
        {
            Looked++;
            if (shown < receipt)
                Find($"{what} was shown at {shown} to the holder of a receipt that says {receipt} ({when.TotalSeconds:0.0} s)");
        }
    }

    private void Find(string what)
    {
        if (findings.Count < FindingsMax)
            findings.Add(what);
    }
}
