namespace SalesGrid.Gateway.Security;

/// <summary>The identity provider people sign in at, by OpenID Connect. Section <c>Grid:Oidc</c>.</summary>
/// <param name="Authority">The provider's issuer, below which its discovery document lies.</param>
/// <param name="ClientId">The id the gateway's page is registered under.</param>
/// <param name="ClientSecret">Its secret; null for a public client, which PKCE protects alone.</param>
/// <param name="Audience">The audience of tokens for the API; null where the API takes none.</param>
/// <param name="Scopes">What the page asks for; <c>openid</c> is among it.</param>
/// <param name="NameClaim">The claim by which a person is named to whoever is to link them.</param>
/// <param name="DisplayName">What the provider is called at the page.</param>
public sealed record OidcSettings(
    string Authority, string ClientId, string? ClientSecret, string? Audience, IReadOnlyList<string> Scopes, string NameClaim, string DisplayName)
{
    private static readonly string[] Known = ["Authority", "ClientId", "ClientSecret", "Audience", "Scopes", "NameClaim", "DisplayName"];

    /// <summary>True where the provider is reached without encryption, which is for trying out on one machine.</summary>
    public bool IsPlain => Authority.StartsWith("http://", StringComparison.Ordinal);

    /// <summary>Reads the settings; null where there are none.</summary>
    /// <exception cref="InvalidOperationException">One of them is missing, unknown or cannot be right.</exception>
    public static OidcSettings? Read(IConfigurationSection section)
    {
        var given = section.GetChildren().Where(c => c.GetChildren().Any() || !string.IsNullOrWhiteSpace(c.Value)).ToList();
        if (given.Count == 0)
            return null;
        if (given.Find(c => !Known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidOperationException($"Grid:Oidc:{unknown.Key} is no setting; there are {string.Join(", ", Known)}.");
        var authority = Required("Authority");
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.Fragment.Length > 0
            || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)))
            throw new InvalidOperationException($"Grid:Oidc:Authority is '{authority}'; it must be the https address of the provider's issuer (http only on this machine).");
        var scopes = (section["Scopes"] ?? "openid profile").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!scopes.Contains("openid", StringComparer.Ordinal))
            throw new InvalidOperationException($"Grid:Oidc:Scopes is '{section["Scopes"]}'; openid must be among them, apart from one another by blanks.");
        return new(authority, Required("ClientId"), OrNull("ClientSecret"), OrNull("Audience"), scopes, OrNull("NameClaim") ?? "name", OrNull("DisplayName") ?? address.Host);

        string? OrNull(string name) => string.IsNullOrWhiteSpace(section[name]) ? null : section[name];

        string Required(string name) => OrNull(name) ?? throw new InvalidOperationException($"Grid:Oidc:{name} is missing: an identity provider takes Grid:Oidc:Authority and Grid:Oidc:ClientId.");
    }
}
