namespace SalesGrid;

public static partial class ControlPoints
{
    // Users, and what they may be.
    public static readonly ControlPoint UserMustExist = new("CP-USER-01", RefusalKind.NotFound,
        new("用户 {0} 不存在。", "There is no user {0}."),
        new("检查编号,或先建立用户。", "Check the id, or make the user first."))
    { By = [Who.Users], Command = "user.create" };

    public static readonly ControlPoint UserMustBeNew = new("CP-USER-02", RefusalKind.Conflict,
        new("用户 {0} 已存在。", "User {0} exists already."),
        new("使用另一编号。", "Use another id."));

    public static readonly ControlPoint ActorMustBeOneUser = new("CP-USER-03", RefusalKind.Conflict,
        new("用户 {0} 已以此名义行事;两名用户不得同名行事。", "User {0} acts under that name already; no two users act under one name."),
        new("使用另一编号,或另一销售人员。", "Use another id, or another salesperson."), "S1 S9");

    public static readonly ControlPoint ActorNameMustBeFree = new("CP-USER-04", RefusalKind.Rule,
        new("名称“{0}”由系统或已配置的密钥使用。", "The grid itself, or a configured key, acts under the name {0}."),
        new("使用另一编号;若该密钥将由用户取代,先从配置中移除。", "Use another id; where a user is to take the place of the key, take it out of the configuration first."), "S1 S9");

    public static readonly ControlPoint ActorMustBeTheirSalesperson = new("CP-USER-05", RefusalKind.Rule,
        new("编号 {0} 是另一销售人员的编号。", "{0} is the id of a salesperson who is not this user."),
        new("使用另一编号,或以 salespersonId 写明该用户即此人。", "Use another id, or say by salespersonId that the user is that person."), "S1 S9");

    public static readonly ControlPoint UserSalespersonMustBeKnown = new("CP-USER-06", RefusalKind.Rule,
        new("销售人员 {0} 未登记。", "{0} is no registered salesperson."),
        new("先登记该销售人员。", "Register the salesperson first."), "S6")
    { By = [Who.People], Command = "salesperson.create" };

    public static readonly ControlPoint UserUnitsMustBeOpen = new("CP-USER-10", RefusalKind.Rule,
        new("组织单元 {0} 不存在或已关闭,角色不能限于其中。", "Unit {0} does not exist or is closed; no role holds there."),
        new("先设立该单元,或改为其他单元。", "Set up the unit first, or name another."), "S1")
    { By = [Who.People], Command = "unit.create" };

    public static readonly ControlPoint RolesMustNotBeToxic = new("CP-USER-07", RefusalKind.Rule,
        new("角色 {0} 与 {1} 不得由同一用户担任:{2}。", "No user has both roles {0} and {1}: {3}."),
        new("将两个角色分给两人。", "Give the roles to two people."), "S1 S9");

    public static readonly ControlPoint MachineMustNotDecide = new("CP-USER-08", RefusalKind.Rule,
        new("程序用户不得担任角色 {0}:该角色须由人决定。", "A machine cannot have the role {0}: what it decides is decided by people."),
        new("程序用户可担任:{1}。", "A machine may have: {1}."), "S1 S9");

    public static readonly ControlPoint UserMustBeEnabled = new("CP-USER-09", RefusalKind.Rule,
        new("用户 {0} 已停用。", "User {0} is disabled."),
        new("先启用该用户。", "Enable the user first."), "S1")
    { By = [Who.Users], Command = "user.enable" };

    // Their keys.
    public static readonly ControlPoint KeyMustExist = new("CP-KEY-01", RefusalKind.NotFound,
        new("用户没有名为“{0}”的密钥。", "The user has no key named {0}."),
        new("核对密钥名称。", "Check the name of the key."));

    public static readonly ControlPoint KeyNameMustBeNew = new("CP-KEY-02", RefusalKind.Conflict,
        new("用户已有名为“{0}”的密钥。", "The user has a key named {0} already."),
        new("使用另一名称。", "Use another name."));

    public static readonly ControlPoint KeysMustBeFew = new("CP-KEY-03", RefusalKind.Rule,
        new("用户已有 {0} 个有效密钥。", "The user has {0} keys that open the grid."),
        new("先撤销不再使用的密钥。", "Revoke one that is no longer used first."), "S1")
    { Command = "user.revoke-key" };

    public static readonly ControlPoint KeyMustNotHaveMoreRoles = new("CP-KEY-04", RefusalKind.Rule,
        new("用户没有角色 {0},密钥也不能有。", "The user does not have the role {0}, so no key of theirs can."),
        new("只写用户已有的角色:{1}。", "Name roles the user has: {1}."), "S1 S9");

    public static readonly ControlPoint KeyMustBeIssuedByItself = new("CP-KEY-05", RefusalKind.Rule,
        new("密钥文本只显示一次,须单独签发,不能在批量中签发。", "A key's text is shown once, so a key is issued by a request of its own, not in a batch."),
        new("使用 POST /api/users/编号/issue-key。", "Use POST /api/users/ID/issue-key."), "S1");

    // Signing in by an identity provider.
    public static readonly ControlPoint SubjectMustBeAUsers = new("CP-LOGIN-01", RefusalKind.Forbidden,
        new("身份提供方 {0} 的账号 {1} 未关联任何用户。", "Subject {1} of {0} belongs to no user."),
        new("请用户管理员将其关联到您的用户。", "Have whoever keeps users link it to yours."), "S1")
    { By = [Who.Users], Command = "user.link-subject" };

    public static readonly ControlPoint SubjectMustBeOneUsers = new("CP-LOGIN-02", RefusalKind.Conflict,
        new("该账号已关联用户 {0}。", "The subject belongs to user {0} already."),
        new("先在该用户处解除关联。", "Unlink it there first."), "S1 S9")
    { By = [Who.Users], Command = "user.unlink-subject" };

    public static readonly ControlPoint SubjectMustBeLinked = new("CP-LOGIN-03", RefusalKind.NotFound,
        new("用户未关联此账号。", "The user has no such subject."),
        new("核对 issuer 与 subject。", "Check issuer and subject."));

    public static readonly ControlPoint SubjectsMustBeFew = new("CP-LOGIN-04", RefusalKind.Rule,
        new("用户已关联 {0} 个账号。", "The user has {0} subjects."),
        new("先解除不再使用的关联。", "Unlink one that is no longer used first."), "S1")
    { By = [Who.Users], Command = "user.unlink-subject" };

    public static readonly ControlPoint SignInMustBeCurrent = new("CP-LOGIN-05", RefusalKind.Conflict,
        new("登录期间该用户的会话已被终止。", "The user's sessions were ended while they signed in."),
        new("重新登录。", "Sign in again."), "S1");

    public static readonly ControlPoint SignInMustNotBeLocked = new("CP-LOGIN-06", RefusalKind.Rule,
        new("密码错误次数过多,须等到 {0}。", "Too many wrong passwords; the user has to wait until {0}."),
        new("等待,或由用户管理员解锁。", "Wait, or have whoever keeps users unlock it."), "S1")
    { By = [Who.Users], Command = "user.unlock" };

    // Passwords.
    public static readonly ControlPoint PasswordMustBeProven = new("CP-PASS-01", RefusalKind.Forbidden,
        new("当前密码不正确,或重置码无效、已使用或已过期。", "The present password is not right, or the code is not known, used or expired."),
        new("更正后重试,或请用户管理员签发新的重置码。", "Correct it, or have whoever keeps users issue another code."), "S1")
    { By = [Who.Users], Command = "user.issue-reset" };

    public static readonly ControlPoint PasswordMustBeStrong = new("CP-PASS-02", RefusalKind.Invalid,
        new("此密码不可使用:{0}。", "This password cannot be used: {1}."),
        new("另选一个 {2} 到 {3} 个字符的密码。", "Choose another one of {2} to {3} characters."), "S1");

    public static readonly ControlPoint MachineMustHaveNoPassword = new("CP-PASS-03", RefusalKind.Rule,
        new("程序用户没有密码。", "A machine has no password."),
        new("为其签发密钥。", "Issue it a key."), "S1")
    { Command = "user.issue-key" };

    public static readonly ControlPoint PasswordsMustBeOn = new("CP-PASS-04", RefusalKind.Rule,
        new("此处不使用密码登录。", "Nobody signs in with a password here."),
        new("通过身份提供方登录;确需密码时设置 Grid:Passwords:Enabled。", "Sign in at the identity provider; where passwords are wanted, set Grid:Passwords:Enabled."), "S1");

    public static readonly ControlPoint ResetMustBeIssuedByItself = new("CP-PASS-05", RefusalKind.Rule,
        new("重置码只显示一次,须单独签发,不能在批量中签发。", "A code is shown once, so it is issued by a request of its own, not in a batch."),
        new("使用 POST /api/users/编号/issue-reset。", "Use POST /api/users/ID/issue-reset."), "S1");
}
