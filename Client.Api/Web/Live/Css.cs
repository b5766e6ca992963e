using System.Globalization;

namespace SalesGrid.Gateway.Web.Live;

/// <summary>Values as style sheets read them, whatever language the page is in.</summary>
public static class Css
{
    public static string Percent(decimal percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
