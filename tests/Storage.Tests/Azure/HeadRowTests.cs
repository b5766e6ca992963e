using CsCheck;
using SalesGrid.Storage.AzureStorage;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

public sealed class HeadRowTests
{
    [Fact]
    public void A_subject_comes_back_from_its_key() =>
        Gen.Char[' ', '\u2FFF'].Array[1, LedgerLimits.SubjectLengthMax].Select(chars => new string(chars)).Sample(subject =>
        {
            var key = HeadRow.Escape(subject);
            Assert.Equal(subject, HeadRow.Unescape(key));
            Assert.Equal(HeadRow.Key(subject), HeadRow.Key(SubjectId.KeyOf(subject)));
            Assert.DoesNotContain(key, c => c is '/' or '\\' or '#' or '?');
            Assert.InRange(key.Length, 1, 512);
            Assert.NotEqual(BucketRow.Key, key);
        });

    [Fact]
    public void The_key_is_fixed_because_it_is_stored() => Assert.Equal("opportunity!2FOPP-2026-000417", HeadRow.Key("opportunity/Opp-2026-000417"));
}
