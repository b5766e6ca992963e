using System.Security.Cryptography;
using System.Text;
using SalesGrid.Subjects;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Users.UserEvent>;

namespace SalesGrid.Users;

/// <summary>The rules of how a user shows who they are: subjects of identity providers, passwords, sign-ins. Pure.</summary>
public static class SignInRules
{
    /// <summary>So many wrong passwords within <see cref="Window"/> keep a user from trying on.</summary>
    public const int WrongMax = 10;

    /// <summary>So many of them are recorded before that, once: those are not forgotten with the memory of a silo.</summary>
    public const int WrongRecorded = 5;

    /// <summary>How long a wrong password counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long a user is kept from trying on.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan ResetGood = TimeSpan.FromHours(24);

    /// <summary>Longest issuer or subject, UTF-16 units.</summary>
    public const int MaxSubjectLength = 255;

    /// <summary>Decides a command to a user who is there.</summary>
    internal static Decision Decide(string id, User current, UserCommand command, DecisionContext request) => command switch
    {
        LinkSubject c => Link(current, c, request),
        UnlinkSubject c => Unlink(current, c, request),
        IssueReset c => Issue(id, current, c, request),
        UnlockUser => current.LockedUntil is null && current.Wrong is null ? Decision.Nothing : Decision.Record(new UserUnlocked(request.Actor)),
        SetPassword c => Set(id, current, c, request),
        NoteSignIn c => Note(id, current, c, request),
        NoteWrongPasswords c => Decision.Record(c.Locks ? new UserLocked(c.Failed, request.At + LockedFor, c.Gateway) : new PasswordsFailed(c.Failed, c.Since, c.Gateway)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "No rule for this command."),
    };

    private static Decision Link(User current, LinkSubject command, DecisionContext request)
    {
        if (Refusal.All(CheckIssuer(command.Issuer), CheckSubject(command.Subject)) is { } malformed)
            return malformed;
        if (current.Linked.Contains(new(command.Issuer, command.Subject)))
            return Decision.Nothing;
        return current.Linked.Length >= User.MaxSubjects
            ? ControlPoints.SubjectsMustBeFew.Refuse(current.Linked.Length).Needing(current.Linked.Length, User.MaxSubjects)
            : Decision.Record(new SubjectLinked(command.Issuer, command.Subject, request.Actor));
    }

    private static Decision Unlink(User current, UnlinkSubject command, DecisionContext request) =>
        current.Linked.Contains(new(command.Issuer, command.Subject))
            ? Decision.Record(new SubjectUnlinked(command.Issuer, command.Subject, request.Actor, current.Sessions + 1))
            : ControlPoints.SubjectMustBeLinked.RefuseField("subject");

    private static Decision Issue(string id, User current, IssueReset command, DecisionContext request) => Refusal.All(
            current.Disabled ? ControlPoints.UserMustBeEnabled.Refuse(id) : null,
            current.Kind == UserType.Machine ? ControlPoints.MachineMustHaveNoPassword.Refuse() : null,
            command.Sha256 is null && !request.IsQuestion ? ControlPoints.ResetMustBeIssuedByItself.Refuse() : null,
            UserRules.CheckHash(command.Sha256)) is { } refusal
        ? refusal
        : Decision.Record(new ResetIssued(command.Sha256 ?? "", request.At + ResetGood, request.Actor));

    private static Decision Set(string id, User current, SetPassword command, DecisionContext request)
    {
        if (current.Disabled)
            return ControlPoints.UserMustBeEnabled.Refuse(id);
        if (current.Kind == UserType.Machine)
            return ControlPoints.MachineMustHaveNoPassword.Refuse();
        var byReset = command.ResetSha256 is { } shown && current.Reset is { } reset && reset.ExpiresAt > request.At && Same(shown, reset.Sha256);
        var byPassword = command.ShownAt == current.Sessions && current.Password is not null;
        return command.Hash is not { Length: > 0 } hash || !(byReset || byPassword)
            ? ControlPoints.PasswordMustBeProven.Refuse()
            : Decision.Record(new PasswordSet(hash, request.Actor, current.Sessions + 1, byReset ? true : null));
    }

    private static Decision Note(string id, User current, NoteSignIn command, DecisionContext request)
    {
        if (current.Disabled)
            return ControlPoints.UserMustBeEnabled.Refuse(id);
        if (command.Sessions != current.Sessions)
            return ControlPoints.SignInMustBeCurrent.Refuse();
        if (command.By == SignInWay.Password && current.LockedUntil > request.At)
            return ControlPoints.SignInMustNotBeLocked.Refuse(current.LockedUntil);
        var signedIn = new SignedIn(command.By, command.Gateway, command.With, command.FailedBefore > 0 ? command.FailedBefore : null);
        return command.NewHash is { } hash ? Decision.Record(signedIn, new PasswordRehashed(hash)) : Decision.Record(signedIn);
    }

    private static Refusal? CheckIssuer(string issuer) => Validation.Required("issuer", issuer, MaxSubjectLength)
        ?? (Uri.TryCreate(issuer, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? null
            : Validation.Invalid("issuer", "须为身份提供方令牌中的 iss,如 https://login.example.com/", "it must be the iss of the provider's tokens, such as https://login.example.com/"));

    private static Refusal? CheckSubject(string subject) => Validation.Required("subject", subject, MaxSubjectLength)
        ?? (subject.Any(char.IsControl) ? Validation.Invalid("subject", "含有控制字符", "it holds control characters") : null);

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
