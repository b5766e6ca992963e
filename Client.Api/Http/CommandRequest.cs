using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesGrid.Gateway.Security;

namespace SalesGrid.Gateway.Http;

/// <summary>What a command's request says beside its body.</summary>
/// <param name="Envelope">Command id, actor and expected version.</param>
public readonly record struct CommandRequest(Envelope Envelope)
{
    /// <summary>Reads the headers; the refusal is set when one of them cannot be used.</summary>
    public static (CommandRequest Request, Refusal? Refusal) From(HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > Envelope.MaxCommandIdLength || key.Any(char.IsControl))
            return (default, Validation.Invalid("Idempotency-Key", $"须为 1 到 {Envelope.MaxCommandIdLength} 个字符", $"1 to {Envelope.MaxCommandIdLength} characters"));
        int? expected = null;
        var match = http.Request.Headers.IfMatch.ToString();
        if (match.Length > 0 && match != "*")
        {
            if (!int.TryParse(match.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                return (default, Validation.Invalid("If-Match", "须为版本号,如 \"3\"", "it must be a version such as \"3\""));
            expected = version;
        }
        var id = key.Length > 0 ? key : Guid.CreateVersion7().ToString("N");
        return (new(new(id, http.User.Identity!.Name!, expected, ApiKeys.DutiesOf(http.User)) { Units = Visitor.UnitsOf(http.User), ByMachine = Visitor.IsMachine(http.User) }), null);
    }

    /// <summary>
    /// The id of an object whose creator names none. It follows from the command id, so that a create that is sent again
    /// finds what the first one made.
    /// </summary>
    public static string IdFor(string prefix, string commandId)
    {
        // Crockford's base 32: no letters that are taken for digits.
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{commandId}"));
        return string.Create(prefix.Length + 13, (prefix, hash), static (text, s) =>
        {
            s.prefix.CopyTo(text);
            text[s.prefix.Length] = '-';
            for (var i = 0; i < 12; i++)
                text[s.prefix.Length + 1 + i] = Alphabet[s.hash[i] & 31];
        });
    }
}
