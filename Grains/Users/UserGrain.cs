using System.Collections.Immutable;
using SalesGrid.Decisions;
using SalesGrid.Hosting;
using SalesGrid.Salespeople;
using SalesGrid.Subjects;
using SalesGrid.Units;

namespace SalesGrid.Users;

/// <inheritdoc cref="IUserGrain"/>
[GrainType("user"), BucketPlacement]
public sealed class UserGrain(SubjectServices services, SiloUnits tree) : SubjectGrain<User, UserEvent, UserCommand>(UserKind.Kind, services), IUserGrain
{
    /// <summary>
    /// How long after a user was made a salesperson may still come to be under their id, by a command that was decided before. From then on the
    /// claim of the name refuses it.
    /// </summary>
    private static readonly TimeSpan NameSettled = TimeSpan.FromMinutes(2);

    private PasswordTries? tries;
    private bool isNameSettled;

    /// <inheritdoc/>
    public async Task<UserIdentity?> Identity()
    {
        var record = await Current();
        var user = record.State;
        if (user.Name is not { } name)
        {
            // Anybody can make up an id: it is not to stay in memory for that.
            DeactivateOnIdle();
            return null;
        }
        // Who was deactivated has no business any more: their keys open nothing until they are back.
        var person = user.SalespersonId is { } sells ? await GrainFactory.GetGrain<ISalespersonGrain>($"salesperson/{sells}").Get() : null;
        var gone = (user.SalespersonId is not null && person is not { Active: true }) || await IsAnothersName(user);
        return new(Id, record.Version, name, user.Kind, user.SalespersonId, user.Roles, user.Units, user.Disabled || gone,
            [.. user.Keys.Where(k => k.RevokedAt is null).Select(k => Of(k, user.Roles))])
        { Sessions = user.Sessions, TimesLeft = person?.TimesLeft ?? 0, Subjects = user.Linked };
    }

    /// <inheritdoc/>
    public async Task<PasswordToTry?> TryPassword(string gateway)
    {
        if (await Identity() is not { Disabled: false } || Record.State is not { Password: { } password } user)
            return null;
        var now = Services.Time.GetUtcNow();
        if (user.LockedUntil > now)
            return null;
        tries ??= new(user.Wrong);
        if (!tries.Begin(now))
        {
            await Lock(gateway);
            return null;
        }
        // As long as it counts, it is not to be forgotten.
        DelayDeactivation(SignInRules.Window);
        return new(password.Hash, user.Sessions);
    }

    /// <inheritdoc/>
    public async Task WasWrong(string gateway)
    {
        var wrong = tries?.Wrong() ?? 0;
        if (wrong >= SignInRules.WrongMax)
            await Lock(gateway);
        else if (wrong == SignInRules.WrongRecorded)
            await Note(new NoteWrongPasswords(wrong, tries!.Since, gateway, Locks: false));
    }

    /// <inheritdoc/>
    public async Task<UserIdentity?> SignedIn(SignInWay by, string gateway, int sessions, string? with, string? newHash, Guid attempt)
    {
        // The one that was right was counted when it began.
        var failed = by == SignInWay.Password ? Math.Max(0, (tries?.Count ?? 0) - 1) : 0;
        if (await Identity() is not { Disabled: false }
            || await Note(new NoteSignIn(by, gateway, sessions, with, failed) { NewHash = newHash }, attempt) is not { Accepted: true })
            return null;
        if (by == SignInWay.Password)
            tries = null;
        return await Identity();
    }

    /// <inheritdoc/>
    public async Task<SignInsView?> SignIns() =>
        await Current() is { State: { Name: not null } user } ? new([.. user.Recent.Reverse()], user.LockedUntil) : null;

    /// <inheritdoc/>
    protected override Task Committed(SubjectRecord<User> record, ImmutableArray<SubjectEvent> events, Envelope envelope)
    {
        if (events.Any(e => e is UserUnlocked or PasswordSet))
            tries = null;
        return Task.CompletedTask;
    }

    private async Task Lock(string gateway)
    {
        if (await Note(new NoteWrongPasswords(tries!.Count, tries.Since, gateway, Locks: true)) is { Accepted: true })
            tries = null;
    }

    private async Task<Receipt> Note(UserCommand command, Guid? attempt = null)
    {
        var receipt = await Execute(command, Envelope.ByGrid($"signin-{attempt ?? Guid.CreateVersion7():N}", Record.State.ActorOf(Id) ?? Id));
        // What was not recorded for want of room did not happen: whoever asked tries again.
        return receipt.Refusal is { Kind: RefusalKind.Busy } busy ? throw new TimeoutException(busy.Reason.En) : receipt;
    }

    /// <inheritdoc/>
    protected override async ValueTask<Decision<UserEvent>> Decide(string id, User current, UserCommand command, DecisionContext request) =>
        UserRules.Decide(id, current, command, request, command switch
        {
            CreateUser c when current.Name is null => await Look(id, c, request.Inputs),
            SetRoles c => new() { UnitsNotOpen = await NotOpen(c.Units, request.Inputs) },
            _ => UserContext.Empty,
        });

    private async Task<UserContext> Look(string id, CreateUser command, Inputs inputs) => new(
        await People.Find(inputs, command.SalespersonId) is not null,
        SubjectId.IsValid(id) && await inputs.Value("salesperson", () => IsSalespersons(id)))
    { UnitsNotOpen = await NotOpen(command.Units, inputs) };

    private async Task<ImmutableArray<string>> NotOpen(ImmutableArray<string>? units, Inputs inputs)
    {
        if (units is not { IsDefaultOrEmpty: false } named)
            return [];
        var known = await tree.Now(inputs);
        return [.. named.Where(unit => SubjectId.IsValid(unit) && known.Find(unit) is null or { Closed: true })];
    }

    /// <summary>
    /// True where a salesperson who is not the user came to be under the user's id in the same moment: neither saw the other. What is that
    /// salesperson's would be the user's, so nobody is let in as the user.
    /// </summary>
    private async ValueTask<bool> IsAnothersName(User user)
    {
        if (isNameSettled || SubjectId.Same(user.SalespersonId, Id) || AsOf.Ambient is not null)
            return false;
        var isLater = Services.Time.GetUtcNow() >= user.CreatedAt + NameSettled;
        if (await IsSalespersons(Id))
            return true;
        isNameSettled = isLater;
        return false;
    }

    /// <summary>Whether a salesperson is registered under an id, in whatever case it is written: who owns what is told without regard to case.</summary>
    private async Task<bool> IsSalespersons(string id)
    {
        var verdict = await Other($"salesperson/{id}").Can(new CheckCoverage(), Envelope.ByGrid("can"));
        return verdict.Version > 0 || verdict.Refusal?.ControlPoint == ControlPoints.IdMustBeWrittenAsItIs.Id;
    }

    private KeyIdentity Of(UserKey key, ImmutableArray<UserRole> has) => new(key.Name, key.Sha256,
        key.ExpiresOn is { } last ? Services.Calendar.StartOf(last.AddDays(1)) : null,
        key.Roles is { } limited ? [.. limited.Where(has.Contains)] : has);
}
