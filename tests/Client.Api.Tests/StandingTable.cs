using System.Collections.Immutable;

namespace SalesGrid.Gateway.Tests;

/// <summary>
/// Who may send what, written down by hand from what the company wants and not from the code. Words: <c>owner</c>, <c>delegate</c> (of the
/// owner), <c>manager</c> (above the owner), <c>team</c> (in the team of the deal), <c>unowned</c> (anybody while nobody owns it), <c>anybody</c>, <c>asked</c> (whom the object asks),
/// <c>Duty</c>, <c>not-self</c> (never the person it is about), <c>window</c> (only in an import window, but for an administrator).
/// </summary>
internal static class StandingTable
{
    private const string Side = "owner delegate manager Manager";

    /// <summary>By <c>kind.command</c>, without those every kind has.</summary>
    public static readonly ImmutableDictionary<string, string> OfKinds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["opportunity.create"] = Side,
        ["opportunity.import"] = "Importer window",
        ["opportunity.admit-win"] = "Finance not-self",
        ["importwindow.open"] = "Controller",
        ["importwindow.close"] = "Controller",
        ["opportunity.value"] = Side,
        ["opportunity.advance"] = Side,
        ["opportunity.evidence"] = Side + " team",
        ["opportunity.activities"] = Side + " team",
        ["opportunity.win"] = Side,
        ["opportunity.lose"] = Side,
        ["opportunity.reopen"] = Side,
        ["opportunity.reassign"] = "manager Manager",
        ["opportunity.set-team"] = "owner manager Manager",
        ["opportunity.split-credit"] = "manager Manager not-self",
        ["opportunity.correct-credit"] = "Finance not-self",
        ["opportunity.migrate"] = "Manager ProcessOwner",
        ["opportunity.evaluate"] = Side + " team",
        ["opportunity.map-person"] = Side + " team",
        ["opportunity.remove-person"] = Side + " team",
        ["opportunity.plan-next-step"] = Side + " team",
        ["opportunity.name-competitors"] = Side + " team",
        ["opportunity.set-product-lines"] = Side + " team",
        ["opportunity.forecast"] = Side,
        ["opportunity.request-stage-approval"] = Side,
        ["opportunity.approve-stage"] = "asked",
        ["opportunity.reject-stage"] = "asked",
        ["customer.create"] = "anybody",
        ["customer.amend"] = Side + " unowned",
        ["customer.require-diligence"] = "Legal Controller",
        ["customer.record-diligence"] = "Finance Legal Controller",
        ["customer.request-credit"] = Side + " unowned",
        ["customer.grant-credit"] = "Finance",
        ["customer.suspend-credit"] = "Finance Controller",
        ["customer.classify"] = Side + " unowned",
        ["customer.follow-up"] = Side + " unowned",
        ["customer.put-contact"] = Side + " unowned",
        ["customer.withdraw-consent"] = Side + " unowned Legal Controller",
        ["customer.remove-contact"] = Side + " unowned Legal Controller",
        ["customer.assign"] = "Manager",
        ["customer.pick"] = "anybody",
        ["customer.return"] = Side,
        ["customer.protect"] = "Manager",
        ["customer.merge"] = "Manager",
        ["salesperson.create"] = "People not-self",
        ["salesperson.move"] = "People not-self",
        ["salesperson.deactivate"] = "People not-self",
        ["salesperson.reactivate"] = "People not-self",
        ["salesperson.rename"] = "People not-self",
        ["salesperson.handover"] = "manager People not-self",
        ["unit.create"] = "People",
        ["unit.rename"] = "People",
        ["unit.move"] = "People",
        ["unit.set-head"] = "People",
        ["unit.close"] = "People",
        ["unit.reorganise"] = "People",
        ["salesperson.grant-authority"] = "People not-self",
        ["salesperson.require-qualification"] = "People",
        ["salesperson.pass-qualification"] = "People not-self",
        ["salesperson.drop-qualification"] = "People not-self",
        ["salesperson.delegate"] = "owner People",
        ["salesperson.end-delegation"] = "owner People",
        ["salesperson.record-conduct"] = "Controller People Manager not-self",
        ["salesperson.check-coverage"] = "owner manager Manager People Grid",
        ["quote.create"] = Side + " team",
        ["quote.revise"] = Side + " team",
        ["quote.submit"] = Side,
        ["quote.approve"] = "asked",
        ["quote.reject"] = "asked",
        ["quote.withdraw"] = Side,
        ["quote.accept"] = Side,
        ["contract.create"] = Side,
        ["contract.amend"] = Side + " Legal",
        ["contract.submit"] = Side,
        ["contract.review"] = "Legal Finance",
        ["contract.sign"] = Side + " Legal",
        ["contract.receipts"] = "Finance",
        ["contract.complete"] = "Finance Manager",
        ["contract.terminate"] = "Legal Manager",
        ["contract.archive"] = "Legal Manager",
        ["pool.policy"] = "Manager ProcessOwner",
        ["pricelist.create"] = "ProcessOwner Finance",
        ["pricelist.draft"] = "ProcessOwner Finance",
        ["pricelist.add"] = "ProcessOwner Finance",
        ["pricelist.approve"] = "ProcessOwner Finance",
        ["pricelist.reject"] = "ProcessOwner Finance",
        ["product.create"] = "ProcessOwner",
        ["product.import"] = "Importer window",
        ["product.rename"] = "ProcessOwner",
        ["product.classify"] = "ProcessOwner",
        ["product.assess-legality"] = "Legal",
        ["product.record-licence"] = "Legal",
        ["product.withdraw-licence"] = "Legal",
        ["product.release"] = "ProcessOwner",
        ["product.suspend"] = "ProcessOwner Legal Controller",
        ["product.retire"] = "ProcessOwner",
        ["channel.create"] = "ProcessOwner",
        ["channel.import"] = "Importer window",
        ["channel.rename"] = "ProcessOwner",
        ["channel.close"] = "ProcessOwner Manager",
        ["channel.reopen"] = "ProcessOwner",
        ["process.create"] = "ProcessOwner",
        ["process.draft"] = "ProcessOwner",
        ["process.approve"] = "ProcessOwner",
        ["process.reject"] = "ProcessOwner",
        ["process.retire"] = "ProcessOwner",
        ["process.adopt"] = "ProcessOwner",
        ["rates.state"] = "Finance",
        ["rates.approve"] = "Finance Controller",
        ["rates.reject"] = "Finance Controller",
        ["accounting.close"] = "Finance",
        ["accounting.reopen"] = "Finance Controller",
        ["target.draft"] = "Manager People",
        ["target.approve"] = "Manager People",
        ["user.create"] = "Users",
        ["user.issue-key"] = "Users",
        ["user.revoke-key"] = "owner Users",
        ["user.disable"] = "Users",
        ["user.enable"] = "Users not-self",
        ["user.set-roles"] = "Users not-self",
        ["user.link-subject"] = "Users",
        ["user.unlink-subject"] = "Users",
        ["user.issue-reset"] = "Users not-self",
        ["user.unlock"] = "Users not-self",
        ["policy.set"] = "Controller ProcessOwner",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>What every kind has, by name.</summary>
    public static readonly ImmutableDictionary<string, string> OfAll = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["override"] = "Controller",
        ["review-override"] = "Controller",
        ["answer-warning"] = "asked Controller",
        ["close-warning"] = "asked Controller",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The words of a command, <c>kind.name</c>; null for one the table does not have.</summary>
    public static ImmutableArray<string>? Of(string name)
    {
        var found = OfKinds.GetValueOrDefault(name) ?? OfAll.GetValueOrDefault(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return found is null ? null : [.. found.Split(' ').Order(StringComparer.Ordinal)];
    }

    /// <summary>The same words, as a command declares them.</summary>
    public static ImmutableArray<string> Words(SentByAttribute by)
    {
        var words = new List<string>();
        foreach (var (standing, word) in new[]
        {
            (Standing.Owner, "owner"), (Standing.Delegate, "delegate"), (Standing.Manager, "manager"), (Standing.Unowned, "unowned"),
            (Standing.Anybody, "anybody"), (Standing.Asked, "asked"), (Standing.DealTeam, "team"),
        })
        {
            if (by.Standing.HasFlag(standing))
                words.Add(word);
        }
        words.AddRange(Enum.GetValues<Duties>().Where(d => d != Duties.None && by.Duties.HasFlag(d)).Select(d => d.ToString()));
        if (by.NeverByOwner)
            words.Add("not-self");
        if (by.IsImport)
            words.Add("window");
        return [.. words.Order(StringComparer.Ordinal)];
    }
}
