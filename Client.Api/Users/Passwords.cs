using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SalesGrid.Gateway.Users;

/// <summary>What is kept of passwords: PBKDF2 with HMAC-SHA512, salted, by the framework's own hasher.</summary>
/// <param name="iterations">Iterations of a new one.</param>
public sealed class Passwords(int iterations = Passwords.IterationsMin) : IDisposable
{
    /// <summary>Fewest iterations.</summary>
    public const int IterationsMin = 210_000;

    /// <summary>Most iterations: beyond it each sign-in would keep a core busy for seconds.</summary>
    public const int IterationsMax = 10_000_000;

    /// <summary>Most that wait for their turn; one more is told to come back.</summary>
    private const int WaitingMax = 100;

    private readonly PasswordHasher<Passwords> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    // Each keeps a core busy: whoever tries many must not keep all of them from everything else.
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> nobodys = new(() => new PasswordHasher<Passwords>(Options.Create(new PasswordHasherOptions { IterationCount = iterations })).HashPassword(null!, Guid.NewGuid().ToString()));
    private int waiting;

    /// <summary>Reads how many iterations are to be made.</summary>
    /// <param name="section">Section <c>Grid:Passwords</c>.</param>
    /// <exception cref="InvalidOperationException">It cannot be right.</exception>
    public static Passwords Read(IConfigurationSection section) => section["Iterations"] is not { Length: > 0 } text ? new()
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var iterations) && iterations is >= IterationsMin and <= IterationsMax ? new(iterations)
        : throw new InvalidOperationException($"Grid:Passwords:Iterations is '{text}'; it can be {IterationsMin} to {IterationsMax}.");

    /// <summary>What is kept of a password; null where too many wait.</summary>
    public Task<string?> Hash(string password, CancellationToken gone) => Turn<string?>(() => hasher.HashPassword(this, Written(password)), null, gone);

    /// <summary>Compares a password with what is kept. Takes about as long where nothing is kept.</summary>
    /// <param name="kept">What is kept; null for nothing.</param>
    /// <param name="password">The password.</param>
    /// <param name="gone">Nobody waits any more.</param>
    /// <returns>Null where too many wait.</returns>
    public Task<PasswordVerificationResult?> Compare(string? kept, string password, CancellationToken gone) => Turn<PasswordVerificationResult?>(() =>
    {
        var result = hasher.VerifyHashedPassword(this, kept ?? nobodys.Value, Written(password));
        return kept is null ? PasswordVerificationResult.Failed : result;
    }, null, gone);

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    /// <summary>One password is typed in several ways: composed or not, by a Chinese or a Latin keyboard.</summary>
    internal static string Written(string password) => password.Normalize(System.Text.NormalizationForm.FormKC);

    private async Task<T> Turn<T>(Func<T> work, T busy, CancellationToken gone)
    {
        if (Interlocked.Increment(ref waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref waiting);
            return busy;
        }
        try
        {
            await turns.WaitAsync(gone);
            try
            {
                // Not on the thread that reads the connection.
                return await Task.Run(work, CancellationToken.None);
            }
            finally
            {
                turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }
}
