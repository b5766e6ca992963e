namespace SalesGrid.Domain.Tests;

/// <summary>A record keeps the newest marks; what leaves it leaves in whole blocks, counted from the object's first command.</summary>
public sealed class CommandMarksTests
{
    [Fact]
    public void What_has_left_and_what_is_kept_are_all_there_was()
    {
        List<CommandMark> all = [], left = [];
        CommandMarks marks = default;
        for (var i = 0; i < 500; i++)
        {
            var before = marks;
            all.Add(Mark(i));
            marks = marks.Add(all[^1]);
            var block = before.LeftIn(marks);
            left.AddRange(block);
            Assert.True(block.IsEmpty || block.Length == CommandMarks.BlockLength);
            Assert.Equal(all, left.Concat(marks));
            Assert.InRange(marks.Count, 1, CommandMarks.Max);
            Assert.Equal(left.Count == 0 ? 0 : left[^1].Version, marks.AfterVersion);
            Assert.Equal(marks, CommandMarks.Create(marks.ToArray()));
            Assert.Equal(marks.GetHashCode(), CommandMarks.Create(marks.ToArray()).GetHashCode());
        }
    }

    [Fact]
    public void Marks_that_came_from_a_head_let_the_same_blocks_go()
    {
        CommandMarks live = default, stored = default;
        for (var i = 0; i < 200; i++)
        {
            var (nextLive, nextStored) = (live.Add(Mark(i)), CommandMarks.Create(stored.ToArray()).Add(Mark(i)));
            Assert.Equal(live.LeftIn(nextLive).ToArray(), stored.LeftIn(nextStored).ToArray());
            (live, stored) = (nextLive, nextStored);
        }
    }

    [Fact]
    public void A_list_shared_by_two_successors_is_changed_by_neither() => Gen.Int[0, CommandMarks.Max].Sample(length =>
    {
        var marks = CommandMarks.Create(Enumerable.Range(0, length).Select(Mark).ToArray());
        var before = marks.ToArray();
        var (one, other) = (marks.Add(Mark(-1)), marks.Add(Mark(-2)));
        Assert.Equal(before, marks);
        Assert.Equal((Mark(-1), Mark(-2)), (one[^1], other[^1]));
        Assert.NotEqual(one, other);
        if (length > 0)
        {
            Assert.Equal([.. before[..^1], Mark(-3)], marks.ReplaceLast(Mark(-3)).ToArray());
            Assert.Equal(before, marks);
        }
    }, iter: 200);

    [Fact]
    public void What_is_kept_is_found_and_what_has_left_is_not()
    {
        CommandMarks marks = default;
        for (var length = 1; length <= 150; length++)
        {
            marks = marks.Add(Mark(length - 1));
            for (var i = 0; i < length; i++)
                Assert.Equal(i >= length - marks.Count ? Mark(i) : null, marks.Find(Mark(i).CommandHash));
            Assert.Null(marks.Find(Mark(length).CommandHash));
        }
    }

    [Fact]
    public void More_than_a_record_keeps_are_refused() =>
        Assert.Throws<ArgumentException>(() => CommandMarks.Create(Enumerable.Range(0, CommandMarks.Max + 1).Select(Mark).ToArray()));

    [Fact]
    public void A_place_there_is_none_for_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => default(CommandMarks)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => CommandMarks.Create([Mark(1)])[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => CommandMarks.Create([Mark(1)])[-1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(CommandMarks.Max)]
    public void They_come_back_from_a_head_below_three_kilobytes(int length)
    {
        var marks = CommandMarks.Create(Enumerable.Range(1_000_000_000, length).Select(Mark).ToArray());
        var record = CustomerKind.Kind.Empty with { Version = 3, Seq = 9, Commands = marks };
        var kind = SubjectKinds.Of("customer/C");
        var head = kind.Serialize(record);
        Assert.Equal(marks, kind.Deserialize(head).Commands);
        Assert.InRange(head.Length, 1, 3 * 1024);
    }

    private static CommandMark Mark(int i) => unchecked(new((ulong)i * 0x9E3779B97F4A7C15, (ulong)i * 0xC2B2AE3D27D4EB4F, i + 1, 1, i + 1));
}
