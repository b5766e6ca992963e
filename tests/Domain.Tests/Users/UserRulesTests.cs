using System.Collections.Immutable;
using SalesGrid.Claims;
using SalesGrid.Reservations;
using SalesGrid.Users;

namespace SalesGrid.Domain.Tests;

public sealed class UserRulesTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly UserCreated Made = new("王芳", UserType.Person, [UserRole.Rep, UserRole.Manager], ["east-1"], "admin", "S-001");
    private static readonly User Wang = Of(Made, new KeyIssued("laptop", Hash, "admin", World.Today, [UserRole.Rep]));
    private static readonly User Revoked = Of(Made, new KeyIssued("laptop", Hash, "admin"), new KeyRevoked("laptop", "S-001"));
    private static readonly User Shut = Of(Made, new UserDisabled("admin"));
    private static readonly User Erp = Of(new UserCreated("ERP", UserType.Machine, [UserRole.Importer], [], "admin"));
    private static readonly LinkedSubject Sub = new("https://login.example.com/", "s-1");
    private static readonly User Linked = Of(Made, new SubjectLinked(Sub.Issuer, Sub.Subject, "admin"));
    private static readonly User ManyLinked = Of([Made, .. Enumerable.Range(0, User.MaxSubjects).Select(i => new SubjectLinked(Sub.Issuer, $"s-{i}", "admin"))]);
    private static readonly User WithPassword = Of(Made, new PasswordSet("kept", "S-001", 1));
    private static readonly User WithReset = Of(Made, new ResetIssued(Hash, World.Now.AddHours(24), "admin"));
    private static readonly User Locked = Of(Made, new PasswordSet("kept", "S-001", 1), new UserLocked(10, World.Now.AddMinutes(15), "gw"));
    private static readonly User Full = Of([Made, .. Enumerable.Range(0, User.MaxKeys).Select(i => new KeyIssued($"k{i}", Hash, "admin"))]);

    internal static RuleRow[] Rows { get; } =
    [
        // Making users.
        Row("A rep is made a user", null, Create([UserRole.Rep], salesperson: "S-001"), nameof(UserCreated)),
        Row("A machine is made a user", null, Create([UserRole.Importer, UserRole.Analyst], UserType.Machine), nameof(UserCreated)),
        Row("An administrator is made a user", null, Create([UserRole.Administrator]), nameof(UserCreated)),
        Row("A user has one beginning", Wang, Create([UserRole.Rep]), "CP-USER-02", "id"),
        Row("A user has a name", null, Create([UserRole.Rep]) with { Name = " " }, "CP-DATA-01", "name"),
        Row("A user is a person or a machine", null, Create([UserRole.Rep], (UserType)9), "CP-DATA-01", "kind"),
        Row("A user does something", null, Create([]), "CP-DATA-01", "roles"),
        Row("A role is named once", null, Create([UserRole.Rep, UserRole.Rep]), "CP-DATA-01", "roles"),
        Row("A role is one there is", null, Create([(UserRole)99]), "CP-DATA-01", "roles"),
        Row("A unit is named by an id", null, Create([UserRole.Rep]) with { Units = ["east-1", "a/b"] }, "CP-DATA-01", "units[1]"),
        Row("A unit is named once", null, Create([UserRole.Rep]) with { Units = ["east-1", "EAST-1"] }, "CP-DATA-01", "units"),
        Row("A unit is there and open", null, Create([UserRole.Rep]) with { Units = ["company", "east-9"] }, "CP-USER-10", "units[1]", new UserContext { UnitsNotOpen = ["EAST-9"] }),
        Row("Other units are there and open too", Wang, new SetRoles([UserRole.Manager], ["east-9"]), "CP-USER-10", "units[0]", new UserContext { UnitsNotOpen = ["east-9"] }),
        Row("Units are few", null, Create([UserRole.Rep]) with { Units = [.. Enumerable.Range(0, 51).Select(i => $"u{i}")] }, "CP-DATA-01", "units"),
        Row("Nobody is the grid", null, Create([UserRole.Rep]), "CP-USER-04", "id", id: "GRID"),
        Row("Nobody is the administrator of the configuration", null, Create([UserRole.Rep]), "CP-USER-04", "id", id: "Admin"),
        Row("A salesperson does not import", null, Create([UserRole.Importer], salesperson: "S-001"), "CP-USER-07", "roles"),
        Row("A salesperson is registered", null, Create([UserRole.Rep], salesperson: World.UnknownOwner), "CP-USER-06", "salespersonId", new UserContext()),
        Row("Nobody has the id of a salesperson who is another", null, Create([UserRole.Rep], salesperson: "S-001"), "CP-USER-05", "id", new UserContext(true, true), "S-002"),
        Row("Nobody has the id of a salesperson without being that one", null, Create([UserRole.Rep]), "CP-USER-05", "id", new UserContext(false, true), "s-001"),
        Row("A salesperson may have their own id as a user", null, Create([UserRole.Rep], salesperson: "S-001"), nameof(UserCreated), null, new UserContext(true, true), "S-001"),
        Row("A user is there", null, new DisableUser(), "CP-USER-01"),
        // Roles.
        Row("Roles become others", Wang, new SetRoles([UserRole.Legal]), nameof(RolesSet)),
        Row("Units become others", Wang, new SetRoles([UserRole.Manager, UserRole.Rep], ["west-1"]), nameof(RolesSet)),
        Row("The same roles in another order are the same", Wang, new SetRoles([UserRole.Manager, UserRole.Rep]), RuleRow.Nothing),
        Row("No roles are none", Wang, new SetRoles([]), "CP-DATA-01", "roles"),
        Row("Roles that exclude one another are not given later either", Wang, new SetRoles([UserRole.Controller, UserRole.Finance]), "CP-USER-07", "roles"),
        Row("A machine does not become a manager", Erp, new SetRoles([UserRole.Manager]), "CP-USER-08", "roles"),
        .. Enum.GetValues<UserRole>().Where(r => r is not (UserRole.Rep or UserRole.Importer or UserRole.Analyst or UserRole.Auditor))
            .Select(r => Row($"A machine is no {r}", null, Create([r], UserType.Machine), "CP-USER-08", "roles")),
        .. Apart.Select(pair => Row($"Nobody is {pair.One} and {pair.Other}", null, Create([pair.One, pair.Other]), "CP-USER-07", "roles")),
        // Keys.
        Row("A key is issued", Wang, Issue("phone"), nameof(KeyIssued)),
        Row("A key may have fewer roles than its user", Wang, Issue("phone") with { Roles = [UserRole.Rep] }, nameof(KeyIssued)),
        Row("A key has no role its user lacks", Wang, Issue("phone") with { Roles = [UserRole.Rep, UserRole.Finance] }, "CP-KEY-04", "roles"),
        Row("A key with roles has some", Wang, Issue("phone") with { Roles = [] }, "CP-DATA-01", "roles"),
        Row("A key has a name of its own, however it is written", Wang, Issue("LAPTOP"), "CP-KEY-02", "name"),
        Row("The name of a revoked key is not used again", Revoked, Issue("laptop"), "CP-KEY-02", "name"),
        Row("A key's name is an id", Wang, Issue("a/b"), "CP-DATA-01", "name"),
        Row("A key may end today", Wang, Issue("phone") with { ExpiresOn = World.Today }, nameof(KeyIssued)),
        Row("A key does not end before it begins", Wang, Issue("phone") with { ExpiresOn = World.Today.AddDays(-1) }, "CP-DATA-01", "expiresOn"),
        Row("A key does not end in another age", Wang, Issue("phone") with { ExpiresOn = World.Today.AddYears(10).AddDays(1) }, "CP-DATA-01", "expiresOn"),
        Row("A user has at most twenty keys", Full, Issue("phone"), "CP-KEY-03"),
        Row("Whoever is shut out is given no key", Shut, Issue("phone"), "CP-USER-09"),
        Row("A key whose text nobody was shown is none", Wang, Issue("phone") with { Sha256 = null }, "CP-KEY-05"),
        Row("What is kept of a key is a hash", Wang, Issue("phone") with { Sha256 = "sg_secret" }, "CP-DATA-01", "sha256"),
        Row("A key is revoked, however its name is written", Wang, new RevokeKey("Laptop"), nameof(KeyRevoked)),
        Row("A key is revoked once", Revoked, new RevokeKey("laptop"), RuleRow.Nothing),
        Row("A key that is revoked is there", Wang, new RevokeKey("phone"), "CP-KEY-01", "name"),
        // Subjects of identity providers.
        Row("A subject is linked", Wang, new LinkSubject(Sub.Issuer, Sub.Subject), nameof(SubjectLinked)),
        Row("A subject is linked once", Linked, new LinkSubject(Sub.Issuer, Sub.Subject), RuleRow.Nothing),
        Row("The same subject of another issuer is another", Linked, new LinkSubject("https://login.example.com", Sub.Subject), nameof(SubjectLinked)),
        Row("An issuer is an address", Wang, new LinkSubject("login", Sub.Subject), "CP-DATA-01", "issuer"),
        Row("An issuer has 255 characters at most", Wang, new LinkSubject($"https://{new string('x', 248)}", Sub.Subject), "CP-DATA-01", "issuer"),
        Row("A subject is there", Wang, new LinkSubject(Sub.Issuer, " "), "CP-DATA-01", "subject"),
        Row("A subject has 255 characters at most", Wang, new LinkSubject(Sub.Issuer, new string('x', 256)), "CP-DATA-01", "subject"),
        Row("A subject is one line", Wang, new LinkSubject(Sub.Issuer, "a\nb"), "CP-DATA-01", "subject"),
        Row("A user has five subjects", ManyLinked, new LinkSubject(Sub.Issuer, "more"), "CP-LOGIN-04"),
        new("A subject that is another user's is nobody else's", () => new(Claim.Admit("login-1", Claim.None, new(ClaimOf.Login, "t2", "user/b", null),
            GrantedReservations.Of([new("t", ClaimOf.Login, "user/a", null, null)]), World.By("grid", Duties.Grid)), []), "CP-LOGIN-02"),
        Row("A subject is unlinked", Linked, new UnlinkSubject(Sub.Issuer, Sub.Subject), nameof(SubjectUnlinked)),
        Row("A subject that is unlinked is theirs", Linked, new UnlinkSubject(Sub.Issuer, "other"), "CP-LOGIN-03", "subject"),
        // Passwords.
        Row("A code is issued", Wang, new IssueReset { Sha256 = Hash }, nameof(ResetIssued)),
        Row("A code that nobody was shown is none", Wang, new IssueReset(), "CP-PASS-05"),
        Row("What is kept of a code is a hash", Wang, new IssueReset { Sha256 = "code" }, "CP-DATA-01", "sha256"),
        Row("A machine is given no code", Erp, new IssueReset { Sha256 = Hash }, "CP-PASS-03"),
        Row("Whoever is shut out is given no code", Shut, new IssueReset { Sha256 = Hash }, "CP-USER-09"),
        Row("A password is set with a code", WithReset, new SetPassword { Hash = "new", ResetSha256 = Hash }, nameof(PasswordSet)),
        Row("Another code sets nothing", WithReset, new SetPassword { Hash = "new", ResetSha256 = new string('b', 64) }, "CP-PASS-01"),
        Row("A code sets nothing after its time", Of(Made, new ResetIssued(Hash, World.Now, "admin")), new SetPassword { Hash = "new", ResetSha256 = Hash }, "CP-PASS-01"),
        Row("A code sets one password", Of(Made, new ResetIssued(Hash, World.Now.AddHours(24), "admin"), new PasswordSet("kept", "S-001", 1, true)), new SetPassword { Hash = "new", ResetSha256 = Hash }, "CP-PASS-01"),
        Row("A password is set with the one before", WithPassword, new SetPassword { Hash = "new", ShownAt = 1 }, nameof(PasswordSet)),
        Row("One that was shown before the last change sets nothing", WithPassword, new SetPassword { Hash = "new", ShownAt = 0 }, "CP-PASS-01"),
        Row("Where there was no password none was shown", Wang, new SetPassword { Hash = "new", ShownAt = 0 }, "CP-PASS-01"),
        Row("Nobody sets a password by asking", WithPassword, new SetPassword { Hash = "new" }, "CP-PASS-01"),
        Row("A password that nobody hashed is none", WithPassword, new SetPassword { ShownAt = 1 }, "CP-PASS-01"),
        Row("Whoever is shut out sets no password", Of(Made, new PasswordSet("kept", "S-001", 1), new UserDisabled("admin", 1)), new SetPassword { Hash = "new", ShownAt = 1 }, "CP-USER-09"),
        Row("A machine sets no password", Erp, new SetPassword { Hash = "new", ShownAt = 0 }, "CP-PASS-03"),
        Row("Who is locked out is let try again", Locked, new UnlockUser(), nameof(UserUnlocked)),
        Row("Wrong passwords are forgotten with it", Of(Made, new PasswordsFailed(5, World.Now, "gw")), new UnlockUser(), nameof(UserUnlocked)),
        Row("Who is not locked out stays so", Wang, new UnlockUser(), RuleRow.Nothing),
        // Sign-ins.
        Row("A sign-in is recorded", WithPassword, new NoteSignIn(SignInWay.Password, "gw", 1), nameof(SignedIn)),
        Row("What is kept of a password grows stronger with a sign-in", WithPassword, new NoteSignIn(SignInWay.Password, "gw", 1) { NewHash = "stronger" }, "SignedIn + PasswordRehashed"),
        Row("A sign-in from before what ended sessions is none", WithPassword, new NoteSignIn(SignInWay.Password, "gw", 0), "CP-LOGIN-05"),
        Row("Whoever is shut out does not sign in", Shut, new NoteSignIn(SignInWay.Key, "gw", 0), "CP-USER-09"),
        Row("Whoever is locked out does not sign in with a password", Locked, new NoteSignIn(SignInWay.Password, "gw", 1), "CP-LOGIN-06"),
        Row("Whoever is locked out signs in in other ways", Locked, new NoteSignIn(SignInWay.Provider, "gw", 1, Sub.Issuer), nameof(SignedIn)),
        Row("A lock is over after its time", Of(Made, new UserLocked(10, World.Now, "gw")), new NoteSignIn(SignInWay.Password, "gw", 0), nameof(SignedIn)),
        Row("Wrong passwords are recorded", WithPassword, new NoteWrongPasswords(5, World.Now, "gw", false), nameof(PasswordsFailed)),
        Row("Too many of them lock", WithPassword, new NoteWrongPasswords(10, World.Now, "gw", true), nameof(UserLocked)),
        // Out and in.
        Row("A user is shut out", Wang, new DisableUser(), nameof(UserDisabled)),
        Row("A user is shut out once", Shut, new DisableUser(), RuleRow.Nothing),
        Row("A user is let in again", Shut, new EnableUser(), nameof(UserEnabled)),
        Row("A user who is in stays in", Wang, new EnableUser(), RuleRow.Nothing),
    ];

    internal static StoredSamples Stored { get; } = new("user/wang.fang",
        [
            Made, new KeyIssued("laptop", Hash, "admin", World.Today.AddDays(90), [UserRole.Rep]), new KeyRevoked("laptop", "S-001"), new UserDisabled("admin"),
            new UserEnabled("admin"), new RolesSet([UserRole.Rep, UserRole.ProcessOwner], ["east-1", "west-1"], "admin"),
            new SubjectLinked("https://login.example.com/", "s-1", "admin"), new SubjectUnlinked("https://login.example.com/", "s-1", "admin", 2),
            new ResetIssued(Hash, World.Now.AddHours(24), "admin"), new PasswordSet("kept", "S-001", 3, true), new PasswordRehashed("kept again"),
            new PasswordsFailed(5, World.Now, "gateway-1:5080"), new UserLocked(10, World.Now.AddMinutes(15), "gateway-1:5080"), new UserUnlocked("admin"),
            new SignedIn(SignInWay.Provider, "gateway-1:5080", "https://login.example.com/", 2),
        ],
        Samples.Mark(new SubjectRecord<User>
        {
            State = Of(Made, new KeyIssued("laptop", Hash, "admin", World.Today.AddDays(90), [UserRole.Rep]), new KeyIssued("phone", Hash, "admin"), new KeyRevoked("laptop", "S-001"), new UserDisabled("admin")),
        }));

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    /// <summary>Pairs nobody has, written down by hand: who keeps users, audits or controls has no part in what is done.</summary>
    private static ImmutableArray<(UserRole One, UserRole Other)> Apart =>
    [
        .. Enum.GetValues<UserRole>().Where(r => r != UserRole.Administrator).Select(r => (UserRole.Administrator, r)),
        (UserRole.Auditor, UserRole.Rep), (UserRole.Auditor, UserRole.Manager), (UserRole.Auditor, UserRole.Finance), (UserRole.Auditor, UserRole.Legal),
        (UserRole.Auditor, UserRole.People), (UserRole.Auditor, UserRole.ProcessOwner), (UserRole.Auditor, UserRole.Controller), (UserRole.Auditor, UserRole.Importer),
        (UserRole.Controller, UserRole.Rep), (UserRole.Controller, UserRole.Manager), (UserRole.Controller, UserRole.Finance), (UserRole.Controller, UserRole.People),
        (UserRole.Controller, UserRole.Importer), (UserRole.Finance, UserRole.Rep), (UserRole.Importer, UserRole.Rep),
    ];

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_users_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void What_roles_exclude_one_another_is_what_was_written_down_by_hand()
    {
        var shipped = Roles.Toxic.SelectMany(t => t.With.Select(w => (t.Role, w))).Select(Ordered).ToArray();
        Assert.Equal(shipped.Length, shipped.Distinct().Count());
        Assert.Equal(Apart.Select(Ordered).Order(), shipped.Order());

        static (UserRole, UserRole) Ordered((UserRole A, UserRole B) pair) => pair.A < pair.B ? pair : (pair.B, pair.A);
    }

    [Theory]
    [InlineData(UserRole.Rep, RoleAccess.Write, Duties.None, false)]
    [InlineData(UserRole.Manager, RoleAccess.Write, Duties.Manager, true)]
    [InlineData(UserRole.Finance, RoleAccess.Write, Duties.Finance, true)]
    [InlineData(UserRole.Legal, RoleAccess.Write, Duties.Legal, true)]
    [InlineData(UserRole.People, RoleAccess.Write, Duties.People, true)]
    [InlineData(UserRole.ProcessOwner, RoleAccess.Write, Duties.ProcessOwner, true)]
    [InlineData(UserRole.Controller, RoleAccess.Write, Duties.Controller, true)]
    [InlineData(UserRole.Auditor, RoleAccess.Read, Duties.None, true)]
    [InlineData(UserRole.Analyst, RoleAccess.Read, Duties.None, true)]
    [InlineData(UserRole.Importer, RoleAccess.Write, Duties.Importer, false)]
    [InlineData(UserRole.Administrator, RoleAccess.None, Duties.Users, false)]
    public void A_role_brings_what_was_written_down_by_hand(UserRole role, RoleAccess access, Duties duties, bool readsAll)
    {
        Assert.Equal(new RoleRights(access, duties, readsAll), Roles.RightsOf([role]));
        Assert.False(string.IsNullOrWhiteSpace(Roles.Of(role)!.Name.Zh) || string.IsNullOrWhiteSpace(Roles.Of(role)!.Name.En));
    }

    [Fact]
    public void Roles_together_bring_all_of_each() =>
        Assert.Equal(new RoleRights(RoleAccess.Write, Duties.Manager | Duties.Legal, ReadsAll: true), Roles.RightsOf([UserRole.Analyst, UserRole.Manager, UserRole.Legal]));

    [Fact]
    public void Every_toxic_pair_is_told_at_once()
    {
        var refusal = UserRules.Decide("u", User.None, Create([UserRole.Controller, UserRole.Finance, UserRole.Rep]), World.By("admin") with { Version = 0 }, new()).Refusal!;
        Assert.Equal(3, refusal.Missing.Count(m => m.ControlPoint == "CP-USER-07"));
    }

    [Fact]
    public void What_ends_sessions_counts_them_on_and_nothing_else_does()
    {
        var user = Linked;
        Ends(new UserDisabled("admin", 1), 1);
        Ends(new UserEnabled("admin"), 1);
        Ends(new ResetIssued(Hash, World.Now.AddHours(24), "admin"), 1);
        Ends(Decided(new SetPassword { Hash = "new", ResetSha256 = Hash }), 2);
        Ends(Decided(new UnlinkSubject(Sub.Issuer, Sub.Subject)), 3);
        Ends(new RolesSet([UserRole.Legal], [], "admin"), 3);
        Ends(Decided(new DisableUser()), 4);
        // An entry from before sessions were counted changes no count.
        Assert.Equal(0, Of(Made, new UserDisabled("admin")).Sessions);

        UserEvent Decided(UserCommand command) => Assert.Single(UserRules.Decide("u", user, command, World.By("admin") with { Version = 1 }, UserContext.Empty).Events);

        void Ends(UserEvent happened, int sessions)
        {
            user = user.Evolve(happened, World.Now);
            Assert.Equal(sessions, user.Sessions);
        }
    }

    [Fact]
    public void The_newest_twenty_sign_ins_are_kept()
    {
        var user = Of(Made);
        for (var i = 0; i < 50; i++)
            user = user.Evolve(new SignedIn(SignInWay.Key, $"gw-{i}", "k"), World.Now.AddMinutes(i));
        Assert.Equal(Enumerable.Range(30, 20).Select(i => $"gw-{i}"), user.Recent.Select(s => s.Gateway));
    }

    [Fact]
    public void Ended_keys_make_way_and_live_ones_never_do()
    {
        var user = Of(Made);
        for (var i = 0; i < 200; i++)
        {
            user = user.Evolve(new KeyIssued($"k{i}", Hash, "admin"), World.Now);
            if (i >= User.MaxKeys - 1)
                user = user.Evolve(new KeyRevoked($"k{i - User.MaxKeys + 1}", "admin"), World.Now);
        }
        Assert.Equal(User.KeptKeys, user.Keys.Length);
        Assert.Equal(User.MaxKeys - 1, user.Keys.Count(k => k.IsLive(World.Today)));
    }

    [Fact]
    public void A_key_opens_through_its_last_day()
    {
        var key = new UserKey("k", Hash, World.Now, "admin", World.Today, null);
        Assert.True(key.IsLive(World.Today));
        Assert.False(key.IsLive(World.Today.AddDays(1)));
        Assert.False((key with { RevokedAt = World.Now }).IsLive(World.Today));
    }

    [Fact]
    public void A_question_whether_a_key_may_be_issued_needs_no_hash() =>
        Assert.Null(UserRules.Decide("u", Wang, Issue("phone") with { Sha256 = null }, World.By("admin") with { IsQuestion = true }, new()).Refusal);

    private static CreateUser Create(ImmutableArray<UserRole> roles, UserType kind = UserType.Person, string? salesperson = null) => new("王芳", kind, roles, salesperson);

    private static IssueKey Issue(string name) => new(name) { Sha256 = Hash };

    private static User Of(params UserEvent[] events) => events.Aggregate(User.None, (user, e) => user.Evolve(e, World.Now));

    private static RuleRow Row(string says, User? current, UserCommand command, string expected, string? field = null, UserContext? context = null, string id = "wang.fang") => new(says,
        () => Answer.Of(UserRules.Decide(id, current ?? User.None, command, World.By("admin", Duties.Users) with { Version = current is null ? 0 : 1 }, context ?? new(true))), expected, field);
}
