using SalesGrid.Controls;

namespace SalesGrid.Domain.Tests;

public sealed class RefusalNoteTests
{
    private static string Id(string subject = "opportunity/O1", string point = "CP-STAGE-02", string actor = "王芳", string command = "c-1", ulong print = 7, int buckets = 16) =>
        RefusalNote.IdOf(subject, point, actor, command, print, SubjectId.BucketOf(subject, buckets), buckets);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(1024)]
    public void A_refusal_lies_in_the_bucket_of_the_object_that_refused(int buckets)
    {
        for (var i = 0; i < 20; i++)
        {
            var subject = $"opportunity/O{i}";
            var id = Id(subject, buckets: buckets);
            Assert.True(SubjectId.IsValid(id), id);
            Assert.Equal(SubjectId.BucketOf(subject, buckets), SubjectId.BucketOf($"refusal/{id}", buckets));
        }
    }

    [Fact]
    public void A_retry_is_the_same_refusal_and_anything_else_is_another()
    {
        Assert.Equal(Id(), Id());
        string[] ids = [Id(), Id(subject: "opportunity/O2"), Id(point: "CP-STAGE-03"), Id(actor: "李强"), Id(command: "c-2"), Id(print: 8), Id(actor: "王芳c", command: "-1")];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_reason_is_kept_whole_or_cut_and_holds_no_half_character()
    {
        var whole = new LocalText(new('长', RefusalNote.MaxReasonLength), "No.");
        Assert.Equal(whole, RefusalNote.Kept(whole));
        var kept = RefusalNote.Kept(new(new('长', RefusalNote.MaxReasonLength + 1), new string('x', RefusalNote.MaxReasonLength - 2) + "😀 and more"));
        Assert.Equal((RefusalNote.MaxReasonLength, RefusalNote.MaxReasonLength), (kept.Zh.Length, kept.En.Length));
        Assert.EndsWith("\ufffd…", kept.En, StringComparison.Ordinal);
    }
}
