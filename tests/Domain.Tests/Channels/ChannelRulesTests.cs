using SalesGrid.Catalogues;
using SalesGrid.Channels;

namespace SalesGrid.Domain.Tests;

public sealed class ChannelRulesTests
{
    private static readonly Channel Open = Channel.None.Evolve(new ChannelCreated("华东经销", "Distributors East", ChannelSort.Distributor, "cat-1"));
    private static readonly Channel Closed = Open.Evolve(new ChannelClosed("协议终止", "cat-1"));

    internal static StoredSamples Stored { get; } = new("channel/distributor-east",
        [
            new ChannelCreated("华东经销", "Distributors East", ChannelSort.Distributor, "cat-1", "crm"), new ChannelRenamed("华东经销商", "Distributors, East", "cat-1"),
            new ChannelClosed("协议终止", "cat-1"), new ChannelReopened("续签", "cat-1"),
        ],
        Samples.Mark(new SubjectRecord<Channel> { State = Closed with { Source = "crm" } }));

    internal static RuleRow[] Rows { get; } =
    [
        Row("A channel is created", Channel.None, new CreateChannel("华东经销", "Distributors East", ChannelSort.Distributor), nameof(ChannelCreated)),
        Row("A channel has a Chinese name", Channel.None, new CreateChannel("", "x", ChannelSort.Agent), "CP-DATA-01", "nameZh"),
        Row("A channel has an English name", Channel.None, new CreateChannel("代理", "", ChannelSort.Agent), "CP-DATA-01", "nameEn"),
        Row("A channel is of a sort there is", Channel.None, new CreateChannel("代理", "Agents", (ChannelSort)9), "CP-DATA-01", "kind"),
        Row("A channel is created once", Open, new CreateChannel("代理", "Agents", ChannelSort.Agent), "CP-CHAN-02", "id"),
        Row("A channel is brought in", Channel.None, new ImportChannel("代理", "Agents", "crm"), nameof(ChannelCreated)),
        Row("A channel that is brought in says from where", Channel.None, new ImportChannel("代理", "Agents", " "), "CP-DATA-01", "source"),
        Row("A channel that is there is not brought in", Closed, new ImportChannel("代理", "Agents", "crm"), "CP-CHAN-02", "id"),
        Row("A channel that is not there is not closed", Channel.None, new CloseChannel("x"), "CP-CHAN-01"),
        Row("A channel gets other names", Open, new RenameChannel("代理", "Agents"), nameof(ChannelRenamed)),
        Row("The same names are no change", Open, new RenameChannel("华东经销", "Distributors East"), RuleRow.Nothing),
        Row("A channel is closed", Open, new CloseChannel("协议终止"), nameof(ChannelClosed)),
        Row("Closing has a reason", Open, new CloseChannel(""), "CP-DATA-01", "reason"),
        Row("What is closed is not closed", Closed, new CloseChannel("x"), "CP-CHAN-03"),
        Row("A closed channel is opened again", Closed, new ReopenChannel("续签"), nameof(ChannelReopened)),
        Row("Opening again has a reason", Closed, new ReopenChannel(" "), "CP-DATA-01", "reason"),
        Row("What is open is not opened again", Open, new ReopenChannel("x"), "CP-CHAN-04"),
        Named("Without a list any channel will do", Named<ChannelView>.FreeText, "whatever", RuleRow.Nothing),
        Named("A channel the list does not have is refused", Of(Open), "agent", "CP-CHAN-05"),
        Named("A channel may be written in other ways", Of(Open), "ＤＩＳＴＲＩＢＵＴＯＲ-east", RuleRow.Nothing),
        Named("Through a closed channel nothing new is sold", Of(Closed), "distributor-east", "CP-CHAN-03"),
    ];

    public static TheoryData<string> Sentences => RuleRow.Sentences(Rows);

    [Theory, MemberData(nameof(Sentences))]
    public void The_rules_of_channels_answer_as_the_table_says(string says) => RuleRow.Check(Rows, says);

    [Fact]
    public void A_channel_is_found_by_its_sort_and_whether_it_is_open()
    {
        Assert.Equal(["kind:distributor", "open"], Channel.Tags(Open));
        Assert.Equal(["kind:distributor", "closed"], Channel.Tags(Closed));
        Assert.Empty(Channel.Tags(Channel.None));
    }

    private static Named<ChannelView> Of(Channel channel) =>
        Named<ChannelView>.Of(("distributor-east", Channel.View("distributor-east", new SubjectRecord<Channel> { State = channel })!));

    private static RuleRow Named(string says, Named<ChannelView> named, string text, string expected) =>
        new(says, () => new(ChannelNames.CheckOpen("channel", text, named), []), expected, expected == RuleRow.Nothing ? null : "channel");

    private static RuleRow Row(string says, Channel current, ChannelCommand command, string expected, string? field = null) =>
        new(says, () => Answer.Of(ChannelRules.Decide("distributor-east", current, command, World.By("cat-1", Duties.ProcessOwner))), expected, field);
}
