// What the tests of the architecture must find: a part of the platform that asks for a noun by name, and two nouns that know each other.

namespace SalesGrid.Subjects
{
    internal static class PlatformThatKnowsANoun
    {
        public static string Noun => Customers.CustomerKind.Kind.Name;
    }
}

namespace SalesGrid.Hen
{
    internal sealed record Layer(Nest.Egg? Laid);
}

namespace SalesGrid.Nest
{
    internal sealed record Egg(Hen.Layer? LaidBy);
}
