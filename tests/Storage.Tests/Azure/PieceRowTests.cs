using CsCheck;
using SalesGrid.Ledger;
using SalesGrid.Storage.AzureStorage;
using SalesGrid.Testing;
using Xunit;

namespace SalesGrid.Storage.Tests.Azure;

public sealed class PieceRowTests
{
    private static readonly Gen<string> Subjects = Gen.Frequency(
        (1, Gen.Char[' ', '\u2FFF'].Array[1, LedgerLimits.SubjectLengthMax].Select(chars => new string(chars))),
        (1, Gen.Char["!hirsv0a/"].Array[1, 12].Select(chars => new string(chars))));

    private static readonly Gen<PieceKind> Kinds = Gen.Enum<PieceKind>();

    private static readonly Gen<long> Numbers = Gen.OneOf(Gen.Long[0, long.MaxValue], Gen.Long[0, int.MaxValue]);

    [Fact]
    public void A_piece_comes_back_from_its_row() => Gen.Select(Subjects, Kinds, Numbers).Sample((subject, kind, number) =>
    {
        var piece = TestRecords.Piece(subject, kind, Math.Min(number, LedgerLimits.NumberMax(kind)));
        var row = PieceRow.Encode(3, piece);
        Assert.True(TestRecords.Same(piece, PieceRow.Decode(row)));
        Assert.InRange(row.RowKey.Length, 1, 512);
    });

    [Fact]
    public void The_longest_subject_fits_a_key() =>
        Assert.InRange(PieceRow.Key(new string('/', LedgerLimits.SubjectLengthMax), PieceKind.Reservation, long.MaxValue).Length, 500, 512);

    [Fact]
    public void Rows_of_pieces_lie_between_those_of_heads_and_by_number() =>
        Gen.Select(Subjects, Subjects, Kinds, Kinds, Numbers, Numbers).Sample((one, other, kind, otherKind, first, second) =>
        {
            var key = PieceRow.Key(one, kind, first);
            Assert.True(string.CompareOrdinal(PieceRow.FirstKey, key) < 0 && string.CompareOrdinal(key, PieceRow.EndKey) < 0);
            Assert.True(string.CompareOrdinal(PieceRow.FirstKeyOf(kind), key) < 0 && string.CompareOrdinal(key, PieceRow.EndKeyOf(kind)) < 0);
            var head = HeadRow.Key(other);
            Assert.True(string.CompareOrdinal(head, PieceRow.FirstKey) < 0 || string.CompareOrdinal(head, PieceRow.EndKey) >= 0, head);
            Assert.Equal(Math.Min(first, LedgerLimits.NumberMax(kind)).CompareTo(Math.Min(second, LedgerLimits.NumberMax(kind))), Math.Sign(string.CompareOrdinal(key, PieceRow.Key(one, kind, second))));
            // Nothing of another subject or kind lies between the first and the last of one.
            if (one != other || kind != otherKind)
            {
                var between = PieceRow.Key(other, otherKind, second);
                Assert.False(string.CompareOrdinal(PieceRow.Key(one, kind, 0), between) <= 0 && string.CompareOrdinal(between, PieceRow.Key(one, kind, long.MaxValue)) <= 0, between);
            }
        });

    [Fact]
    public void The_key_is_fixed_because_it_is_stored() =>
        Assert.Equal(
            ["!hopportunity!2FOPP-1!v0000000032", "!rcustomer!2FC-1!v0000000000000000417"],
            [PieceRow.Key("opportunity/OPP-1", PieceKind.History, 32), PieceRow.Key("customer/C-1", PieceKind.Reservation, 417)]);
}
