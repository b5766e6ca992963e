using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using SalesGrid.Gateway.Http;

namespace SalesGrid.Gateway.Security;

/// <summary>The keys of this gateway: the administrator's, and those of its configuration.</summary>
public static class KeyFile
{
    private const string FileName = "admin-key.json";

    /// <summary>
    /// Collects the keys. Without a key from the environment the first start makes one for the administrator and keeps
    /// only its hash, so the text that is returned can be shown once and never again.
    /// </summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="adminKey">The administrator's key as configured; null or empty for none.</param>
    /// <param name="configured">Further keys.</param>
    /// <returns>The keys, and the text of a key that was just made.</returns>
    public static (ApiKeys Keys, string? Made) Open(string folder, string? adminKey, IEnumerable<ApiKey> configured)
    {
        string? made = null;
        ApiKey admin;
        if (!string.IsNullOrEmpty(adminKey))
        {
            if (adminKey.Length is < 8 or > ApiKeys.MaxKeyLength)
                throw new InvalidOperationException($"GRID_ADMIN_KEY must have 8 to {ApiKeys.MaxKeyLength} characters.");
            admin = new("admin", KeyRole.Admin, ApiKeys.HashOf(adminKey));
        }
        else
        {
            var path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
            {
                made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
                Directory.CreateDirectory(folder);
                var text = JsonSerializer.SerializeToUtf8Bytes(new ApiKey("admin", KeyRole.Admin, ApiKeys.HashOf(made)), ApiJson.Options);
                File.WriteAllBytes(path + ".new", text);
                File.Move(path + ".new", path);
            }
            admin = JsonSerializer.Deserialize<ApiKey>(File.ReadAllBytes(path), ApiJson.Options)
                ?? throw new InvalidOperationException($"{path} holds no key.");
        }
        var keys = configured.ToList();
        foreach (var name in keys.Select(k => k.Name))
        {
            // Two people whose names cannot be told apart could approve for one another.
            if (!SubjectId.IsValid(name))
                throw new InvalidOperationException($"Grid:Keys has a key named '{name}', which is no name: 1 to {SubjectId.MaxIdLength} letters, digits or - _ . : @ + ( ) and inner blanks, in their usual form.");
            if (keys.Find(k => k.Name != name && IdentityText.Same(k.Name, name)) is { } twin)
                throw new InvalidOperationException($"Grid:Keys has keys named '{name}' and '{twin.Name}', which nobody can tell apart.");
        }
        if (keys.Exists(k => IdentityText.Same(k.Name, Envelope.GridActor)))
            throw new InvalidOperationException($"Grid:Keys has a key named '{Envelope.GridActor}': that is the name the grid itself acts under.");
        return (new([admin, .. keys]), made);
    }
}
