using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SalesGrid.Gateway.Security;
using SalesGrid.Gateway.Users;
using SalesGrid.Users;

namespace SalesGrid.Gateway.Tests;

/// <summary>What a gateway relies on of users, and for how long.</summary>
public sealed class KnownUsersTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly Answers answers = new();
    private readonly UserKeys keys;

    public KnownUsersTests() => keys = new(answers, new([]), time, NullLogger<UserKeys>.Instance, SignInWays.KeysOnly);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task A_user_is_asked_for_once_while_the_answer_is_fresh()
    {
        var key = answers.Add("u1");
        for (var i = 0; i < 10; i++)
            Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        Assert.Equal(1, answers.Asked);
    }

    [Fact]
    public async Task A_user_who_sends_all_the_time_never_waits()
    {
        var key = answers.Add("u1");
        var holder = (await keys.Find(key, Cancel)).Holder;
        answers.Hold = new();
        time.Advance(UserKeys.Fresh);
        var found = keys.Find(key, Cancel);
        Assert.True(found.IsCompleted);
        Assert.Same(holder, (await found).Holder);
        Assert.Same(holder, (await keys.Find(key, Cancel)).Holder);
        Assert.Equal(2, answers.Asked);
        answers.Hold.SetResult();
        // The answer is that of the moment it was asked for: the next question is due a second after that.
        Assert.Same(holder, (await keys.Find(key, Cancel)).Holder);
    }

    [Fact]
    public async Task What_is_older_is_not_relied_on()
    {
        var key = answers.Add("u1");
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        answers.Users["u1"] = answers.Users["u1"] with { Version = 2, Keys = [] };
        time.Advance(UserKeys.ReliedOn - TimeSpan.FromTicks(1));
        answers.Hold = new();
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        time.Advance(TimeSpan.FromTicks(1));
        var waits = keys.Find(key, Cancel);
        Assert.False(waits.IsCompleted);
        answers.Hold.SetResult();
        Assert.Null((await waits).Holder);
    }

    [Fact]
    public async Task An_answer_that_fails_is_not_made_up_for_by_the_last_one()
    {
        var key = answers.Add("u1");
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        answers.Fault = new TimeoutException();
        time.Advance(UserKeys.ReliedOn);
        await Assert.ThrowsAsync<TimeoutException>(async () => await keys.Find(key, Cancel));
        answers.Fault = null;
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
    }

    [Fact]
    public async Task Made_up_users_wake_only_so_many_grains_and_keep_no_user_out_who_is_known()
    {
        var key = answers.Add("u1");
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        var busy = 0;
        for (var i = 0; i < 3 * LookupAllowance.AtOnce; i++)
            busy += (await keys.Find(UserKeyText.New($"made-up-{i}"), Cancel)).IsBusy ? 1 : 0;
        Assert.Equal(2 * LookupAllowance.AtOnce, busy);
        Assert.Equal(1 + LookupAllowance.AtOnce, answers.Asked);
        time.Advance(UserKeys.ReliedOn);
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        Assert.Equal((0, (2 * LookupAllowance.PerSecond) - 1), (await Refused(1), await Granted()));
    }

    [Fact]
    public async Task Users_there_are_use_nothing_up()
    {
        for (var i = 0; i < 2 * LookupAllowance.AtOnce; i++)
            Assert.NotNull((await keys.Find(answers.Add($"u{i}"), Cancel)).Holder);
    }

    [Fact]
    public async Task A_key_that_is_no_users_is_asked_about_once()
    {
        answers.Add("u1");
        var wrong = UserKeyText.New("u1");
        for (var i = 0; i < 100; i++)
            Assert.Equal(default, await keys.Find(wrong, Cancel));
        Assert.Equal(2, answers.Asked);
        // Something happened to the user: it may be theirs by now.
        answers.Users["u1"] = answers.Users["u1"] with { Version = 2, Keys = [Answers.KeyOf(wrong)] };
        time.Advance(UserKeys.ReliedOn);
        Assert.NotNull((await keys.Find(wrong, Cancel)).Holder);
    }

    [Fact]
    public async Task Made_up_keys_of_a_user_are_rationed_as_made_up_users_are()
    {
        var key = answers.Add("u1");
        var busy = 0;
        for (var i = 0; i < 2 * LookupAllowance.AtOnce; i++)
            busy += (await keys.Find(UserKeyText.New("u1"), Cancel)).IsBusy ? 1 : 0;
        Assert.Equal(LookupAllowance.AtOnce, busy);
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
    }

    [Fact]
    public async Task A_key_is_judged_by_the_moment_it_is_shown()
    {
        var key = answers.Add("u1", time.GetUtcNow().AddMilliseconds(500));
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null((await keys.Find(key, Cancel)).Holder);
    }

    [Fact]
    public async Task Whose_a_subject_is_is_asked_once_and_that_it_still_is_theirs_the_user_says()
    {
        answers.Add("u1");
        answers.Add("u2");
        answers.Users["u1"] = answers.Users["u1"] with { Subjects = [new("i", "s")] };
        answers.Subjects[("i", "s")] = "u1";
        for (var i = 0; i < 10; i++)
            Assert.Equal("u1", Visitor.UserOf((await keys.OfSubject("i", "s", Cancel)).Visitor!));
        Assert.Equal(1, answers.SubjectsAsked);
        // It becomes another's: at once where it is not known, within the time a user is relied on where it is.
        answers.Users["u1"] = answers.Users["u1"] with { Version = 2, Subjects = [] };
        answers.Users["u2"] = answers.Users["u2"] with { Version = 2, Subjects = [new("i", "s")] };
        answers.Subjects[("i", "s")] = "u2";
        time.Advance(UserKeys.ReliedOn);
        Assert.Equal("u2", Visitor.UserOf((await keys.OfSubject("i", "s", Cancel)).Visitor!));
        // A claim that stands for a moment longer than what the user says opens nothing.
        answers.Users["u2"] = answers.Users["u2"] with { Version = 3, Subjects = [] };
        time.Advance(UserKeys.ReliedOn);
        Assert.Equal("CP-LOGIN-01", (await keys.OfSubject("i", "s", Cancel)).Refusal!.ControlPoint);
    }

    [Fact]
    public async Task A_stranger_with_a_good_token_costs_one_question_in_two_seconds()
    {
        for (var i = 0; i < 100; i++)
            Assert.Null((await keys.OfSubject("i", "stranger", Cancel)).Visitor);
        Assert.Equal(1, answers.SubjectsAsked);
        answers.Add("u1");
        answers.Users["u1"] = answers.Users["u1"] with { Subjects = [new("i", "stranger")] };
        answers.Subjects[("i", "stranger")] = "u1";
        time.Advance(UserKeys.ReliedOn);
        Assert.NotNull((await keys.OfSubject("i", "stranger", Cancel)).Visitor);
    }

    [Fact]
    public async Task A_session_counts_with_the_number_it_began_with_and_no_other()
    {
        var key = answers.Add("u1");
        var began = Visitor.Through((await keys.Find(key, Cancel)).Holder!.Principal, VisitorWay.Key);
        Assert.NotNull(await keys.Current(began, Cancel));
        answers.Users["u1"] = answers.Users["u1"] with { Version = 2, Sessions = 1 };
        time.Advance(UserKeys.ReliedOn);
        Assert.Null(await keys.Current(began, Cancel));
        // One that began elsewhere after what ended the others is good here at once.
        answers.Users["u1"] = answers.Users["u1"] with { Version = 3, Sessions = 2 };
        var later = Visitor.Through(UserKeyHolder.Of(answers.Users["u1"], answers.Users["u1"].Keys[0])!.Principal, VisitorWay.Key);
        Assert.NotNull(await keys.Current(later, Cancel));
    }

    [Fact]
    public async Task Who_is_let_in_no_more_is_out_although_nothing_happened_to_the_user_themselves()
    {
        // The salesperson they are was deactivated: the version of the user is the same.
        var key = answers.Add("u1");
        Assert.NotNull((await keys.Find(key, Cancel)).Holder);
        answers.Users["u1"] = answers.Users["u1"] with { Disabled = true };
        time.Advance(UserKeys.ReliedOn);
        Assert.Null((await keys.Find(key, Cancel)).Holder);
    }

    [Fact]
    public async Task What_somebody_had_opened_before_they_left_stays_ended_when_they_are_back()
    {
        var key = answers.Add("u1");
        var began = Visitor.Through((await keys.Find(key, Cancel)).Holder!.Principal, VisitorWay.Key);
        Assert.NotNull(await keys.Current(began, Cancel));
        // Gone and back between two looks: the user's own version is the same throughout.
        answers.Users["u1"] = answers.Users["u1"] with { TimesLeft = 1 };
        time.Advance(UserKeys.ReliedOn);
        Assert.Null(await keys.Current(began, Cancel));
        var again = Visitor.Through((await keys.Find(key, Cancel)).Holder!.Principal, VisitorWay.Key);
        Assert.NotNull(await keys.Current(again, Cancel));
        Assert.NotEqual(Visitor.TimesLeftOf(began), Visitor.TimesLeftOf(again));
        // One that began elsewhere since is good here at once.
        answers.Users["u1"] = answers.Users["u1"] with { TimesLeft = 2 };
        Assert.NotNull(await keys.Current(Visitor.Through(UserKeyHolder.Of(answers.Users["u1"], answers.Users["u1"].Keys[0])!.Principal, VisitorWay.Key), Cancel));
    }

    private async Task<int> Refused(int count)
    {
        var refused = 0;
        for (var i = 0; i < count; i++)
            refused += (await keys.Find(UserKeyText.New($"once-{i}"), Cancel)).IsBusy ? 1 : 0;
        return refused;
    }

    private async Task<int> Granted()
    {
        for (var i = 0; ; i++)
        {
            if ((await keys.Find(UserKeyText.New($"again-{i}"), Cancel)).IsBusy)
                return i;
        }
    }

    private sealed class Answers : IUserIdentities
    {
        public Dictionary<string, UserIdentity> Users { get; } = [];

        public int Asked { get; private set; }

        public TaskCompletionSource? Hold { get; set; }

        public Exception? Fault { get; set; }

        public string Add(string id, DateTimeOffset? ends = null)
        {
            var text = UserKeyText.New(id);
            Users[id] = new(id, 1, id, UserType.Person, null, [UserRole.Rep], [], false,
                [KeyOf(text, ends)]);
            return text;
        }

        public static KeyIdentity KeyOf(string text, DateTimeOffset? ends = null) =>
            new("k", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), ends, [UserRole.Rep]);

        public Dictionary<(string, string), string> Subjects { get; } = [];

        public int SubjectsAsked { get; private set; }

        public ValueTask<string?> OfSubject(string issuer, string subject, CancellationToken gone)
        {
            SubjectsAsked++;
            return new(Subjects.GetValueOrDefault((issuer, subject)));
        }

        public async ValueTask<UserIdentity?> Of(string userId, CancellationToken gone)
        {
            Asked++;
            if (Fault is { } fault)
                throw fault;
            var answer = Users.GetValueOrDefault(userId);
            if (Hold is { } hold)
                await hold.Task;
            return answer;
        }
    }
}
