using System.Text;
using SalesGrid.Bench.Http;

namespace SalesGrid.Bench.Tests;

public sealed class HttpAnswerTests
{
    public static TheoryData<string, int, string> Answers => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", 200, "ab" },
        { "HTTP/1.1 201 Created\r\ncontent-length:  0\r\nLocation: /x\r\n\r\n", 201, "" },
        { "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204, "" },
        { "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\r\n\r", 503, "\r\n\r" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, "" },
        { "HTTP/1.1 422 Unprocessable Entity\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n1B\r\n0\r\n\r\n of twenty-odd letters\r\n0\r\n\r\n", 422, "hello0\r\n\r\n of twenty-odd letters" },
    };

    [Theory, MemberData(nameof(Answers))]
    public void An_answer_is_read_when_its_last_byte_is_there_and_not_before(string text, int status, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(HttpAnswer.TryRead(bytes.AsSpan(0, length), out _), $"Read with {length} of {bytes.Length} bytes.");
        Assert.True(HttpAnswer.TryRead(bytes, out var answer));
        Assert.Equal((status, bytes.Length), (answer.Status, answer.Length));
        Assert.Equal(body, Encoding.ASCII.GetString(answer.Body(bytes)));
        Assert.Equal(text.Contains("close", StringComparison.Ordinal), answer.Closes);
    }

    [Fact]
    public void What_follows_an_answer_is_not_part_of_it()
    {
        var bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nHTTP/1.1 500"u8;
        Assert.True(HttpAnswer.TryRead(bytes, out var answer));
        Assert.Equal(bytes.Length - "HTTP/1.1 500".Length, answer.Length);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n")]
    public void What_does_not_say_where_it_ends_is_no_answer(string text) =>
        Assert.Throws<FormatException>(() => HttpAnswer.TryRead(Encoding.ASCII.GetBytes(text), out _));
}
