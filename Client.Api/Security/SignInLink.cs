using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Security;

/// <summary>
/// The one-time link by which whoever starts an embedded grid for the first time signs in to the page. Only the hash of its code is kept, in the data folder; once a
/// link was used there is never another.
/// </summary>
/// <param name="folder">The data folder.</param>
/// <param name="time">The clock.</param>
public sealed class SignInLink(string folder, TimeProvider time)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromMinutes(60);

    /// <summary>Random bytes in a code.</summary>
    private const int CodeBytes = 32;

    private const string FileName = "sign-in-link.json";

    private readonly Lock gate = new();

    private string Path => System.IO.Path.Combine(folder, FileName);

    /// <summary>The code of a new link, in place of one before; null where one was used.</summary>
    public string? Issue()
    {
        lock (gate)
        {
            if (Read() is { UsedAt: not null })
                return null;
            var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
            Write(new(HashOf(code), time.GetUtcNow() + Good, null));
            return code;
        }
    }

    /// <summary>Uses a code up; false where it is not that of the last link, or was used, or is over.</summary>
    public bool Use(string code)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (Read() is not { UsedAt: null } link || link.ExpiresAt <= now
                || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(link.Sha256), Encoding.ASCII.GetBytes(HashOf(code))))
                return false;
            Write(link with { UsedAt = now });
            return true;
        }
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    private Link? Read() => File.Exists(Path) ? JsonSerializer.Deserialize<Link>(File.ReadAllBytes(Path), ApiJson.Options) : null;

    private void Write(Link link)
    {
        Directory.CreateDirectory(folder);
        var made = Path + ".new";
        using (var file = new FileStream(made, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, link, ApiJson.Options);
            // On the disk before anybody is let in by it: it is used once, also when the machine fails.
            file.Flush(flushToDisk: true);
        }
        File.Move(made, Path, overwrite: true);
    }

    private sealed record Link(string Sha256, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt);
}
