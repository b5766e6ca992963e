using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using SalesGrid.Subjects;

namespace SalesGrid.Salespeople;

/// <summary>A grade (职级) and what it may decide alone unless something else is granted.</summary>
/// <param name="Code">Code, e.g. <c>senior</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="DiscountBasisPoints">Largest discount on one quote, hundredths of a percent.</param>
/// <param name="DealSizeMax">Largest quote or contract; null for no limit.</param>
/// <param name="DiscountBudget">Discount that may be given away in a quarter; null for no limit.</param>
/// <param name="SalesAllowance">Contract value that may be outstanding at a time; null for no limit.</param>
public sealed record Grade(
    string Code, LocalText Name, int DiscountBasisPoints, Money? DealSizeMax = null, Money? DiscountBudget = null, Money? SalesAllowance = null);

/// <summary>The grades the product ships, as data: <c>Grades.json</c>.</summary>
public static class Grades
{
    /// <summary>All of them, lowest first.</summary>
    public static ImmutableArray<Grade> Shipped { get; } = Read();

    /// <summary>What a grade may decide alone; null for a grade that is not shipped.</summary>
    public static Authority? AuthorityOf(string code)
    {
        foreach (var grade in Shipped)
        {
            if (grade.Code == code)
                return new(code, grade.DiscountBasisPoints, grade.DealSizeMax, grade.DiscountBudget, grade.SalesAllowance);
        }
        return null;
    }

    private static ImmutableArray<Grade> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Salespeople.Grades.json")!;
        return JsonSerializer.Deserialize<ImmutableArray<Grade>>(stream, GridJson.Options);
    }
}
