using System.Buffers;
using System.Collections.Immutable;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Users.UserEvent>;

namespace SalesGrid.Users;

/// <summary>The rules of a user. Pure.</summary>
public static class UserRules
{
    /// <summary>How far ahead a key may expire, years.</summary>
    public const int KeyYearsMax = 10;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Decides a command.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="current">The state.</param>
    /// <param name="command">The command.</param>
    /// <param name="request">The request.</param>
    /// <param name="context">What it must know of others.</param>
    public static Decision Decide(string id, User current, UserCommand command, DecisionContext request, UserContext context) => command switch
    {
        CreateUser when current.Name is not null => ControlPoints.UserMustBeNew.RefuseField("id", id),
        CreateUser c => Create(id, c, request, context),
        _ when current.Name is null => ControlPoints.UserMustExist.Refuse(id),
        IssueKey c => Issue(id, current, c, request),
        RevokeKey c => Revoke(current, c, request),
        DisableUser => current.Disabled ? Decision.Nothing : Decision.Record(new UserDisabled(request.Actor, current.Sessions + 1)),
        EnableUser => current.Disabled ? Decision.Record(new UserEnabled(request.Actor)) : Decision.Nothing,
        SetRoles c => Set(current, c, request, context),
        LinkSubject or UnlinkSubject or IssueReset or UnlockUser or SetPassword or NoteSignIn or NoteWrongPasswords => SignInRules.Decide(id, current, command, request),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Create(string id, CreateUser command, DecisionContext request, UserContext context) => Refusal.All(
            Validation.RequiredId("id", id),
            Validation.Required("name", command.Name),
            Enum.IsDefined(command.Kind) ? null : Validation.Invalid("kind", "须为 person 或 machine", "it must be person or machine"),
            Validation.OptionalId("salespersonId", command.SalespersonId),
            CheckUnits(command.Units, context),
            CheckName("id", id),
            command.SalespersonId is { } person ? CheckName("salespersonId", person) : null,
            command.SalespersonId is not null && !context.IsSalesperson ? ControlPoints.UserSalespersonMustBeKnown.RefuseField("salespersonId", command.SalespersonId) : null,
            context.IdIsSalespersons && !SubjectId.Same(id, command.SalespersonId) ? ControlPoints.ActorMustBeTheirSalesperson.RefuseField("id", id) : null,
            CheckRoles(command.Kind, command.Roles, command.SalespersonId)) is { } refusal
        ? refusal
        : Decision.Record(new UserCreated(command.Name, command.Kind, InOrder(command.Roles), command.Units ?? [], request.Actor, command.SalespersonId));

    private static Decision Issue(string id, User current, IssueKey command, DecisionContext request)
    {
        var live = current.Keys.Count(k => k.IsLive(request.Today));
        return Refusal.All(
                current.Disabled ? ControlPoints.UserMustBeEnabled.Refuse(id) : null,
                Validation.RequiredId("name", command.Name),
                current.Key(command.Name) is { } other ? ControlPoints.KeyNameMustBeNew.RefuseField("name", other.Name) : null,
                live >= User.MaxKeys ? ControlPoints.KeysMustBeFew.Refuse(live).Needing(live, User.MaxKeys) : null,
                command.ExpiresOn is { } day && (day < request.Today || day > request.Today.AddYears(KeyYearsMax))
                    ? Validation.Invalid("expiresOn", $"须在今天与 {KeyYearsMax} 年内", $"it must be today or within {KeyYearsMax} years")
                    : null,
                command.Roles is { } roles ? CheckKeyRoles(current.Roles, roles) : null,
                // A question has no text to hash; whoever asks it learns of everything else.
                command.Sha256 is null && !request.IsQuestion ? ControlPoints.KeyMustBeIssuedByItself.Refuse() : null,
                CheckHash(command.Sha256)) is { } refusal
            ? refusal
            : Decision.Record(new KeyIssued(command.Name, command.Sha256 ?? "", request.Actor, command.ExpiresOn, command.Roles is { } given ? InOrder(given) : null));
    }

    private static Decision Revoke(User current, RevokeKey command, DecisionContext request) => current.Key(command.Name) switch
    {
        null => ControlPoints.KeyMustExist.RefuseField("name", command.Name),
        { RevokedAt: not null } => Decision.Nothing,
        { } key => Decision.Record(new KeyRevoked(key.Name, request.Actor)),
    };

    private static Decision Set(User current, SetRoles command, DecisionContext request, UserContext context)
    {
        if (Refusal.All(CheckUnits(command.Units, context), CheckRoles(current.Kind, command.Roles, current.SalespersonId)) is { } refusal)
            return refusal;
        var (roles, units) = (InOrder(command.Roles), command.Units ?? current.Units);
        return roles.SequenceEqual(current.Roles) && units.SequenceEqual(current.Units)
            ? Decision.Nothing
            : Decision.Record(new RolesSet(roles, units, request.Actor));
    }

    /// <summary>A refusal unless it is no hash at all or one of SHA-256.</summary>
    internal static Refusal? CheckHash(string? hash) => hash is not null && (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept(HexDigits))
        ? Validation.Invalid("sha256", "须为 64 个小写十六进制数字", "64 lower-case hexadecimal digits")
        : null;

    private static Refusal? CheckName(string field, string name) =>
        ActorNames.IsReserved(name) ? ControlPoints.ActorNameMustBeFree.RefuseField(field, name) : null;

    private static Refusal? CheckRoles(UserType kind, ImmutableArray<UserRole> roles, string? salesperson)
    {
        if (CheckList(roles) is { } malformed)
            return malformed;
        Refusal? refusal = null;
        if (kind == UserType.Machine && roles.FirstOrDefault(role => !Roles.Of(role)!.ForMachines) is var human and not 0)
            refusal = ControlPoints.MachineMustNotDecide.RefuseField("roles", Roles.Names([human]), Roles.Names(Roles.Shipped.Where(r => r.ForMachines).Select(r => r.Role)));
        // Whoever is a salesperson owns what a rep owns, whatever they are called.
        foreach (var (one, other, reason) in Roles.ToxicPairs(salesperson is null || roles.Contains(UserRole.Rep) ? roles : roles.Add(UserRole.Rep)))
            refusal = Refusal.All(refusal, ControlPoints.RolesMustNotBeToxic.RefuseField("roles", Roles.Names([one]), Roles.Names([other]), reason.Zh, reason.En));
        return refusal;
    }

    private static Refusal? CheckKeyRoles(ImmutableArray<UserRole> has, ImmutableArray<UserRole> roles)
    {
        if (CheckList(roles) is { } malformed)
            return malformed;
        return roles.FirstOrDefault(role => !has.Contains(role)) is var more and not 0
            ? ControlPoints.KeyMustNotHaveMoreRoles.RefuseField("roles", Roles.Names([more]), Roles.Names(has))
            : null;
    }

    private static Refusal? CheckList(ImmutableArray<UserRole> roles) =>
        roles.IsDefaultOrEmpty || roles.Any(role => Roles.Of(role) is null) || roles.Distinct().Count() != roles.Length
            ? Validation.Invalid("roles", $"须为一个或多个角色,各写一次:{Roles.Names(Roles.Shipped.Select(r => r.Role))}", $"one or more, each once, of {Roles.Names(Roles.Shipped.Select(r => r.Role))}")
            : null;

    private static Refusal? CheckUnits(ImmutableArray<string>? units, UserContext context)
    {
        if (units is not { } named)
            return null;
        if (named.IsDefault || named.Length > User.MaxUnits || named.Distinct(SubjectId.Comparer).Count() != named.Length)
            return Validation.Invalid("units", $"最多 {User.MaxUnits} 个,各写一次", $"at most {User.MaxUnits}, each once");
        return Refusal.All([.. named.Select((unit, i) => Validation.RequiredId($"units[{i}]", unit)
            ?? (context.UnitsNotOpen.Contains(unit, SubjectId.Comparer) ? ControlPoints.UserUnitsMustBeOpen.RefuseField($"units[{i}]", unit) : null))]);
    }

    private static ImmutableArray<UserRole> InOrder(ImmutableArray<UserRole> roles) => roles.Sort();
}
