namespace SalesGrid.Gateway.Security;

/// <summary>Signing in where there are keys of the configuration and no users.</summary>
public sealed class NoUsers : ISignIns
{
    /// <inheritdoc/>
    public ValueTask<SignInAnswer> ByKey(KeyHolder holder, CancellationToken gone) => new(new SignInAnswer(holder.Principal));

    /// <inheritdoc/>
    public ValueTask<SignInAnswer> ByPassword(string user, string password, CancellationToken gone) => new(new SignInAnswer(null, ControlPoints.PasswordsMustBeOn.Refuse()));

    /// <inheritdoc/>
    public ValueTask<SignInAnswer> BySubject(string issuer, string subject, CancellationToken gone) =>
        new(new SignInAnswer(null, ControlPoints.SubjectMustBeAUsers.Refuse(issuer, subject)));

    /// <inheritdoc/>
    public ValueTask<Refusal?> Reset(string user, string code, string password, CancellationToken gone) => new(ControlPoints.PasswordsMustBeOn.Refuse());

    /// <inheritdoc/>
    public ValueTask<bool> HasUsers(CancellationToken gone) => new(false);
}
