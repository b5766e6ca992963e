using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Subjects;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Users;

/// <summary>Users as they are reached from outside.</summary>
public static class UserApi
{
    /// <summary>Their commands.</summary>
    public static KindApi Api { get; } = new("user", "users", "U", "Users", new()
    {
        Shape = typeof(UserAnswer),
        NotFound = ControlPoints.UserMustExist,
        HasTags = false,
        // The hash of a key, a password or a code is for the grid alone.
        Private = new(new HashSet<string>(StringComparer.Ordinal) { "KeyIssued", "PasswordSet", "PasswordRehashed", "ResetIssued" }, static (_, _, _) => new(false)),
        One = static async (http, grid, id) => await grid.Ask(grid.Subject("user", id), static s => s.See(), http.RequestAborted) is UserView user
            ? (await UserAnswer.Of(user, grid, http.RequestAborted), user.Version)
            : null,
        Page = UserAnswer.Page,
    },
    [
        new("create", typeof(CreateUser), "建立用户 · Make a user, a person or a machine",
            new { id = "wang.fang", name = "王芳", kind = "person", roles = new[] { "rep" }, salespersonId = "S-017", units = new[] { "east-1" } }, Creates: true)
        { Guard = static (services, id, command) => CheckNames(services.GetRequiredService<ApiKeys>(), id, (CreateUser)command) },
        new("issue-key", typeof(IssueKey), "签发密钥 · Make an API key; its text is shown once",
            new { name = "laptop", expiresOn = "2027-06-30", roles = new[] { "rep" } })
        {
            Answered = (IssuedKeyAnswer.Send, typeof(IssuedKeyAnswer)),
            Description = "同一 Idempotency-Key 再次发送仍成功,但不再给出密钥文本。 The same Idempotency-Key again is a success, without the text and without a second key. Not in a batch.",
        },
        new("revoke-key", typeof(RevokeKey), "撤销密钥 · End an API key for good", new { name = "laptop" }),
        new("disable", typeof(DisableUser), "停用用户 · Shut the user out with every key and session"),
        new("enable", typeof(EnableUser), "启用用户 · Let the user in again; never oneself"),
        new("set-roles", typeof(SetRoles), "设定角色 · Give the user other roles; never oneself", new { roles = new[] { "rep", "manager" }, units = new[] { "east-1" } }),
        new("link-subject", typeof(LinkSubject), "关联身份提供方账号 · Say that an identity provider's subject is the user",
            new { issuer = "https://login.example.com/", subject = "8f7c0c1e" }),
        new("unlink-subject", typeof(UnlinkSubject), "解除关联 · Take that back; ends every session of the user",
            new { issuer = "https://login.example.com/", subject = "8f7c0c1e" }),
        new("issue-reset", typeof(IssueReset), "签发密码重置码 · Make a code, good once and for 24 hours, with which the user sets a password; never for oneself")
        {
            Answered = (IssuedResetAnswer.Send, typeof(IssuedResetAnswer)),
            Description = "重置码只在首次答复中显示;再次签发使前一个失效。 The code is in the first answer and nowhere else; another one takes its place. Not in a batch.",
        },
        new("unlock", typeof(UnlockUser), "解锁 · Let the user try passwords again; never oneself"),
    ])
    { IsOfAdministration = true, ReadableBy = ReadableBy.Everybody };

    // Which keys are configured a gateway alone knows. A user who got past another gateway is let in by none that has the key.
    private static Refusal? CheckNames(ApiKeys configured, string id, CreateUser command) =>
        configured.HasName(id) ? ControlPoints.ActorNameMustBeFree.RefuseField("id", id)
        : command.SalespersonId is { } person && configured.HasName(person) ? ControlPoints.ActorNameMustBeFree.RefuseField("salespersonId", person)
        : null;
}
