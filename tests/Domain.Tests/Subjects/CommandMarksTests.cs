
namespace SalesGrid.Domain.Tests;

/// <summary>Marks in chunks are what a plain list of the last thousand would be.</summary>
public sealed class CommandMarksTests
{
    [Fact]
    public void They_are_the_last_thousand_however_they_came_about()
    {
        List<CommandMark> all = [];
        CommandMarks marks = default;
        for (var i = 0; i < (2 * CommandMarks.Max) + 100; i++)
        {
            all.Add(Mark(i));
            marks = marks.Add(all[^1]);
            var expected = all.TakeLast(CommandMarks.Max).ToArray();
            Assert.Equal(expected.Length, marks.Count);
            Assert.Equal(expected[0], marks[0]);
            Assert.Equal(expected[^1], marks[^1]);
            // Everything at lengths where a chunk begins, is filled, or goes.
            if (i % 32 is 0 or 1 or 31 || i % CommandMarks.Max < 2)
            {
                Assert.Equal(expected, marks);
                Assert.Equal(marks, CommandMarks.Create(all.ToArray()));
                Assert.Equal(marks.GetHashCode(), CommandMarks.Create(all.ToArray()).GetHashCode());
            }
        }
    }

    [Fact]
    public void A_list_shared_by_two_successors_is_changed_by_neither() => Gen.Int[0, 1_100].Sample(length =>
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
    public void What_is_remembered_is_found_and_what_is_forgotten_is_not()
    {
        for (var length = 0; length <= 1_100; length += 11)
        {
            CommandMarks marks = default;
            for (var i = 0; i < length; i++)
                marks = marks.Add(Mark(i));
            for (var i = 0; i < length; i++)
                Assert.Equal(i >= length - CommandMarks.Max ? Mark(i) : null, marks.Find(Mark(i).CommandHash));
            Assert.Null(marks.Find(Mark(length).CommandHash));
        }
    }

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
    [InlineData(1_000)]
    public void They_come_back_from_a_head(int length)
    {
        var marks = CommandMarks.Create(Enumerable.Range(0, length).Select(Mark).ToArray());
        var record = CustomerKind.Kind.Empty with { Version = 3, Seq = 9, Commands = marks };
        var kind = SubjectKinds.Of("customer/C");
        Assert.Equal(marks, kind.Deserialize(kind.Serialize(record)).Commands);
    }

    private static CommandMark Mark(int i) => unchecked(new((ulong)i * 0x9E3779B97F4A7C15, (ulong)i, i + 1, 1, i + 1));
}
