using System.Text.Json;

namespace SalesGrid.Gateway.Http;

/// <summary>What is wrong with a member of a request, in words for the caller. The serializer adds where the value is.</summary>
/// <param name="member">The member of that value; null for the value itself.</param>
/// <param name="why">What is wrong with it.</param>
internal sealed class MemberException(string? member, LocalText why) : JsonException(why.En)
{
    /// <summary>A member there is not.</summary>
    public static LocalText NoSuchMember { get; } = new("没有此字段。", "There is no such field here.");

    /// <summary>The member of the value that is at the path; null for the value itself.</summary>
    public string? Member { get; } = member;

    /// <summary>What is wrong with it.</summary>
    public LocalText Why { get; } = why;
}
