using System.Collections.Immutable;
using SalesGrid.Channels;
using SalesGrid.Products;
using Decision = SalesGrid.Subjects.Decision<SalesGrid.Opportunities.OpportunityEvent>;

namespace SalesGrid.Opportunities;

// Products and channels an opportunity names: free text until there is a catalogue, from then on entries of it. What is on a deal already stays.
public static partial class OpportunityRules
{
    /// <summary>The products a command is about, which the rules have to know; empty for nearly all.</summary>
    public static ImmutableArray<string> ProductsNamedIn(Opportunity current, OpportunityCommand command) => command switch
    {
        // Where it is sold may change with whose it is.
        ReassignOpportunity when current is { Status: OpportunityStatus.Open, Facts.Product: { } product } => [product],
        FactsCommand { Product: { } product } => [product],
        SetProductLines { Lines.IsDefaultOrEmpty: false } c => [.. c.Lines.Select(l => l?.Product).OfType<string>()],
        _ => [],
    };

    /// <summary>The channel a command names; null for none.</summary>
    public static string? ChannelNamedIn(OpportunityCommand command) => (command as FactsCommand)?.Channel;

    /// <summary>True for a refusal that rests on what is known of catalogues: one that must not rest on what was known a while ago.</summary>
    public static bool RestsOnCatalogue(Refusal? refusal) => ProductNames.IsWhy(refusal) || ChannelNames.IsWhy(refusal);

    /// <summary>The facts with products and channels as their catalogues spell them.</summary>
    private static OpportunityFacts Spelled(OpportunityFacts facts, OpportunityContext context) => facts with
    {
        Product = ProductNames.Spelled(facts.Product, context.Products),
        Channel = ChannelNames.Spelled(facts.Channel, context.Channels),
    };

    /// <summary>Refused unless what is named for the first time may be sold today, through a channel that is open.</summary>
    /// <param name="facts">What the command states.</param>
    /// <param name="known">What is known of the opportunity; null for a new one.</param>
    /// <param name="region">Region it is credited to; null where nobody is known to own it.</param>
    /// <param name="context">What the rules know.</param>
    private static Refusal? CheckNamed(OpportunityFacts facts, OpportunityFacts? known, string? region, OpportunityContext context) => Refusal.All(
        known?.Product is { } product && IdentityText.Same(product, facts.Product) ? null : ProductNames.CheckSold("product", facts.Product, context.Products, context.Today, region),
        known?.Channel is { } channel && IdentityText.Same(channel, facts.Channel) ? null : ChannelNames.CheckOpen("channel", facts.Channel, context.Channels));

    /// <summary>History names what there is, sold today or not.</summary>
    private static Refusal? CheckHistoric(OpportunityFacts facts, OpportunityContext context) => Refusal.All(
        ProductNames.CheckKnown("product", facts.Product, context.Products),
        ChannelNames.CheckKnown("channel", facts.Channel, context.Channels));

    private static Refusal? CheckLines(Opportunity current, ImmutableArray<ProductLine> lines, OpportunityContext context)
    {
        if (!context.Products.IsInForce)
            return null;
        Refusal? found = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (current.File?.Lines.Any(known => IdentityText.Same(known.Product, lines[i].Product)) != true)
                found = Refusal.All(found, ProductNames.CheckSold($"lines[{i}].product", lines[i].Product, context.Products, context.Today, current.Attribution.Region));
        }
        return found;
    }

    /// <summary>Takes note of whether the opportunity's product is still sold: for early warning, since what is in hand goes on.</summary>
    private static Decision Follow(Opportunity current, FollowCustomer command, OpportunityContext context)
    {
        if (Refusal.All(
                context.Request.HasAny(Duties.Grid) ? null : ControlPoints.OnlyGridMayNote.Refuse(),
                Validation.RequiredId("to", command.To),
                CheckCustomer(command.To, context)) is { } refusal)
            return refusal;
        if (current.Status != OpportunityStatus.Open || current.Facts.CustomerId is not { } from || !SubjectId.Same(from, command.From))
            return Decision.Nothing;
        var profile = context.Customer!.Profile;
        var claim = current.Claim is null ? null : Opportunity.CollisionClaimOf(current.Facts with { CustomerId = context.Customer.Id });
        return Decision.Record(new CustomerFollowed(context.Customer.Id, profile.Sector, profile.City, profile.Country, claim));
    }

    private static Decision Note(Opportunity current, NoteProduct command, OpportunityContext context)
    {
        if (Refusal.All(
                context.Request.HasAny(Duties.Grid) ? null : ControlPoints.OnlyGridMayNote.Refuse(),
                command.Product is null ? Validation.Required("product", null) : null) is { } refusal)
            return refusal;
        if (current.Status != OpportunityStatus.Open || current.Facts.Product is not { } product || !IdentityText.Same(product, command.Product!.Id))
            return Decision.Nothing;
        return Decision.Record([.. Standing(current, command.Product, current.Attribution.Region, context)]);
    }

    /// <summary>Whether its product is sold in a region it comes to.</summary>
    private static IEnumerable<OpportunityEvent> Standing(Opportunity current, string region, OpportunityContext context) =>
        context.Products.IsInForce && context.Products.Find(current.Facts.Product) is { } product ? Standing(current, product, region, context) : [];

    private static IEnumerable<OpportunityEvent> Standing(Opportunity current, ProductView product, string region, OpportunityContext context)
    {
        var why = ProductRules.WhyNotSold(null, product, context.Today, region)?.Reason;
        if (why != current.NotSold?.Why)
            yield return new ProductStandingNoted(product.Id, why);
    }
}
