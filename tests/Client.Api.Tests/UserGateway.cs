using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Users;
using SalesGrid.Gateway.Web.SignIn;

namespace SalesGrid.Gateway.Tests;

/// <summary>A gateway with users, whose clock of keys and sessions stands still until a test moves it.</summary>
public sealed class UserGateway : IAsyncLifetime
{
    private int names;

    public Gateway Gateway { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    internal KeptLog Log { get; } = new();

    public string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

    public async ValueTask InitializeAsync()
    {
        Gateway = await Start(null);
        await Gateway.Staff();
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    /// <summary>A gateway on this clock.</summary>
    public Task<Gateway> Start(string? folder, params string[] settings) => Gateway.Start(folder, silo =>
    {
        silo.Services.AddSingleton(sp => ActivatorUtilities.CreateInstance<KeyUse>(sp, Time));
        silo.Services.AddSingleton(sp => ActivatorUtilities.CreateInstance<UserKeys>(sp, Time));
        silo.Services.AddSingleton(sp => ActivatorUtilities.CreateInstance<OpenSessions>(sp, Time));
        silo.Services.AddSingleton(new SignInThrottle(Time));
        silo.Services.AddSingleton<ILoggerProvider>(Log);
    }, settings);

    /// <summary>Makes a user.</summary>
    public async Task<string> User(string[] roles, string? salespersonId = null, string kind = "person")
    {
        var id = NewId("user");
        var made = await Gateway.Post("/api/users", new { id, name = id, kind, roles, salespersonId });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return id;
    }

    /// <summary>Issues a key and gives its text.</summary>
    public async Task<string> Key(string user, string name = "key", object? more = null)
    {
        var issued = await Gateway.Post($"/api/users/{user}/issue-key", more ?? new { name });
        Assert.True(issued.Status == HttpStatusCode.OK, issued.Text);
        return issued.Json.GetProperty("key").GetString()!;
    }

    /// <summary>A user with roles, and a client with a key of theirs.</summary>
    public async Task<(string Id, HttpClient Client)> Visitor(string[] roles, string? salespersonId = null, string kind = "person")
    {
        var id = await User(roles, salespersonId, kind);
        return (id, Gateway.ClientFor(await Key(id)));
    }

    /// <summary>Something is done to a user, and the time passes for which a gateway relies on what it knew before.</summary>
    public async Task Do(string user, string command, object? body = null)
    {
        var done = await Gateway.Post($"/api/users/{user}/{command}", body);
        Assert.True(done.Status == HttpStatusCode.OK, done.Text);
        Time.Advance(UserKeys.ReliedOn);
    }

    public static async Task<Answer> Get(HttpClient client, string path) => await Answer.Of(await client.GetAsync(new Uri(path, UriKind.Relative)));

    public static async Task<Answer> Post(HttpClient client, string path, object body) => await Answer.Of(await client.PostAsJsonAsync(path, body));
}

/// <summary>A log that is kept to be looked through.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
