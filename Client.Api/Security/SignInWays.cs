namespace SalesGrid.Gateway.Security;

/// <summary>How one signs in at this gateway beside keys, and where it is reached.</summary>
/// <param name="Passwords">True where users sign in with passwords.</param>
/// <param name="Provider">The identity provider; null for none.</param>
/// <param name="PublicAddress">The address people reach the gateway at, without a slash at its end; null for what each request says.</param>
public sealed record SignInWays(bool Passwords, OidcSettings? Provider = null, string? PublicAddress = null)
{
    /// <summary>Keys and nothing else.</summary>
    public static SignInWays KeysOnly { get; } = new(false);

    /// <summary>Reads the settings.</summary>
    /// <param name="grid">Section <c>Grid</c>.</param>
    /// <exception cref="InvalidOperationException">One of them cannot be right.</exception>
    public static SignInWays Read(IConfigurationSection grid)
    {
        var provider = OidcSettings.Read(grid.GetSection("Oidc"));
        var isEmbedded = (grid["Mode"] ?? "Embedded") == "Embedded";
        var enabled = grid["Passwords:Enabled"];
        var passwords = string.IsNullOrEmpty(enabled) ? isEmbedded && provider is null
            : bool.TryParse(enabled, out var stated) ? stated
            : throw new InvalidOperationException($"Grid:Passwords:Enabled is '{enabled}'; it can be true or false.");
        var address = grid["PublicAddress"]?.TrimEnd('/');
        if (!string.IsNullOrEmpty(address)
            && !(Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed is { AbsolutePath: "/", Query: "", Fragment: "" }))
            throw new InvalidOperationException($"Grid:PublicAddress is '{address}'; it must be an address without a path, such as https://grid.example.com.");
        return new(passwords, provider, string.IsNullOrEmpty(address) ? null : address);
    }

    /// <summary>True where somebody who came in that way is let in.</summary>
    /// <param name="way">The way; null for a key that is shown with each request.</param>
    public bool Allow(VisitorWay? way) => way switch
    {
        VisitorWay.Password => Passwords,
        VisitorWay.Provider => Provider is not null,
        VisitorWay.Token => Provider is { Audience: not null },
        _ => true,
    };

    /// <summary>When cookies are for encrypted connections only: always, where the address says that people use one.</summary>
    public CookieSecurePolicy CookiesSecure => PublicAddress?.StartsWith("https://", StringComparison.Ordinal) == true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>The address a request came to, as people write it.</summary>
    public string AddressOf(HttpRequest request) => PublicAddress ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
