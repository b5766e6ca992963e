namespace SalesGrid.Gateway.Web;

/// <summary>Every text of the workbench, in both languages side by side so that neither can be forgotten.</summary>
/// <remarks>Numbers in braces are filled in by <see cref="Locale.Say(LocalText, object?[])"/>; both languages use the same ones.</remarks>
public static class Texts
{
    public static readonly LocalText Brand = new("销售网格", "Sales Grid");
    public static readonly LocalText BrandInFull = new("销售网格 Sales Grid", "Sales Grid 销售网格");
    public static readonly LocalText Overview = new("概览", "Overview");
    public static readonly LocalText ApiDocs = new("API 文档", "API docs");
    public static readonly LocalText MainMenu = new("主导航", "Main menu");
    public static readonly LocalText SkipToContent = new("跳到正文", "Skip to content");
    public static readonly LocalText SignOut = new("退出登录", "Sign out");
    public static readonly LocalText SwitchLanguage = new("切换到英文", "Switch to Chinese");

    public static readonly LocalText SignIn = new("登录", "Sign in");
    public static readonly LocalText SignInIntro = new("使用访问密钥登录。", "Sign in with your access key.");
    public static readonly LocalText Key = new("访问密钥", "Access key");
    public static readonly LocalText KeyHint = new("首次启动时，管理员密钥会显示在控制台。", "The first start shows the administrator's key on the console.");
    public static readonly LocalText KeyWrong = new("密钥不正确。请检查后重试。", "This key is not known. Check it and try again.");
    public static readonly LocalText KeyNotForPages = new("此密钥只用于管理用户，不能查看业务页面。", "This key is for keeping users; it does not open the pages of the business.");
    public static readonly LocalText KeyTooOften = new("尝试过于频繁，请 1 分钟后再试。", "Too many attempts. Wait a minute and try again.");
    public static readonly LocalText User = new("用户", "User");
    public static readonly LocalText Password = new("密码", "Password");
    public static readonly LocalText PasswordWrong = new("用户或密码不正确，或因多次输错暂不能登录。请检查后重试，或请用户管理员协助。", "User or password is not right, or there were too many wrong ones. Check them and try again, or ask whoever keeps users.");
    public static readonly LocalText SignInAt = new("通过 {0} 登录", "Sign in with {0}");
    public static readonly LocalText SignInByKey = new("用密钥登录", "Sign in with the key");
    public static readonly LocalText OrByKey = new("或使用访问密钥", "or with an access key");
    public static readonly LocalText ProviderFailed = new("未能通过身份提供方登录，请重试。", "Signing in at the identity provider did not work. Try again.");
    public static readonly LocalText LinkIntro = new("此链接以管理员身份登录，仅可使用一次。", "This link signs you in as the administrator. It can be used once.");
    public static readonly LocalText LinkOver = new("链接已使用、已过期或已被新链接取代。请使用访问密钥登录。", "This link was used, has expired, or was replaced by another. Sign in with the access key.");
    public static readonly LocalText SetPassword = new("设置密码", "Set a password");
    public static readonly LocalText ResetCode = new("重置码", "Reset code");
    public static readonly LocalText NewPassword = new("新密码", "New password");
    public static readonly LocalText PasswordAgain = new("再次输入新密码", "New password again");
    public static readonly LocalText PasswordHint = new("12 到 128 个字符，不限种类；几个不相关的词最好记也最难猜。", "12 to 128 characters of any sort; a few unrelated words are easy to keep and hard to guess.");
    public static readonly LocalText PasswordsDiffer = new("两次输入的密码不同。", "The two passwords differ.");
    public static readonly LocalText PasswordIsSet = new("密码已设置，请登录。", "The password is set. Sign in with it.");
    public static readonly LocalText FormTooOld = new("页面已过期，请重新提交。", "This form has expired. Please send it again.");

    public static readonly LocalText PipelineNow = new("实时商机管道", "Live pipeline");
    public static readonly LocalText KeyFigures = new("关键指标", "Key figures");
    public static readonly LocalText OpenDeals = new("进行中商机", "Open pipeline");
    public static readonly LocalText OpenDealsCount = new("{0} 个商机", "{0} opportunities");
    public static readonly LocalText Weighted = new("加权预测", "Weighted forecast");
    public static readonly LocalText WeightedOfOpen = new("占进行中金额 {0}", "{0} of open amount");
    public static readonly LocalText WeightedHint = new("金额 × 阶段赢率", "Amount × chance at its stage");
    public static readonly LocalText Won = new("已赢单", "Won");
    public static readonly LocalText WonDeals = new("{0} 单", "{0} deals");
    public static readonly LocalText Lost = new("已丢单", "Lost");
    public static readonly LocalText OfAll = new("共 {0} 个商机", "of {0} opportunities");
    public static readonly LocalText WinRate = new("赢单率", "Win rate");
    public static readonly LocalText WonOfDecided = new("已结 {1} 中赢 {0}", "{0} of {1} decided");
    public static readonly LocalText NoneDecided = new("尚无已结商机", "None decided yet");
    public static readonly LocalText WonCycle = new("平均赢单周期", "Mean won cycle");
    public static readonly LocalText Days = new("{0} 天", "{0} days");
    public static readonly LocalText OpeningToWinning = new("商机开启至赢单", "Opening to winning");
    public static readonly LocalText NoWonCycle = new("尚无可计周期的赢单", "No known start yet");
    public static readonly LocalText NoAmounts = new("均未填写金额", "No amounts stated");
    public static readonly LocalText SeveralCurrencies = new("多币种", "Several currencies");
    public static readonly LocalText SortedByCount = new("多币种：按数量比较", "Several currencies: compared by count");

    public static readonly LocalText StageFunnel = new("阶段漏斗", "Stage funnel");
    public static readonly LocalText StageFunnelHint = new("进行中商机，按流程顺序", "Open opportunities, in process order");
    public static readonly LocalText Stage = new("阶段", "Stage");
    public static readonly LocalText Deals = new("商机", "Deals");
    public static readonly LocalText Amount = new("金额", "Amount");
    public static readonly LocalText Total = new("合计", "Total");

    public static readonly LocalText WonByMonth = new("每月赢单", "Won by month");
    public static readonly LocalText WonByMonthHint = new("按赢单日，最近 {0} 个月", "By day won, last {0} months");
    public static readonly LocalText Month = new("月份", "Month");
    public static readonly LocalText NothingWon = new("还没有赢单", "Nothing won yet");

    public static readonly LocalText TopPeople = new("销售排行", "Top people");
    public static readonly LocalText TopPeopleHint = new("按赢单额，前 {0} 名", "By won amount, first {0}");
    public static readonly LocalText Salesperson = new("销售", "Salesperson");
    public static readonly LocalText Regions = new("区域", "Offices and regions");
    public static readonly LocalText RegionsHint = new("按赢单额", "By won amount");
    public static readonly LocalText Region = new("区域", "Region");
    public static readonly LocalText Products = new("产品", "Products");
    public static readonly LocalText Product = new("产品", "Product");
    public static readonly LocalText WonAmount = new("赢单额", "Won amount");
    public static readonly LocalText WonCount = new("赢单", "Won");
    public static readonly LocalText AndMore = new("另有 {0} 项", "{0} more");
    public static readonly LocalText NotStated = new("（未填写）", "(not stated)");

    public static readonly LocalText JustNow = new("刚刚", "just now");
    public static readonly LocalText SecondsAgo = new("{0} 秒前", "{0} s ago");
    public static readonly LocalText MinutesAgo = new("{0} 分钟前", "{0} min ago");
    public static readonly LocalText HoursAgo = new("{0} 小时前", "{0} h ago");
    public static readonly LocalText DaysAgo = new("{0} 天前", "{0} d ago");
    public static readonly LocalText ReadAt = new("读取于 {0}", "Read at {0}");
    public static readonly LocalText AsOf = new("最新一笔记录 {0}", "Newest entry {0}");
    public static readonly LocalText Watermark = new("水位 {0}", "Watermark {0}");

    public static readonly LocalText Live = new("实时更新", "Live");
    public static readonly LocalText Loading = new("正在载入…", "Loading…");
    public static readonly LocalText CannotRead = new("暂时读不到数据", "The figures cannot be read just now");
    public static readonly LocalText CannotReadHint = new("将自动重试。", "Trying again by itself.");
    public static readonly LocalText CannotReadYet = new("暂时读不到数据，将自动重试", "The figures cannot be read just now; trying again by itself");
    public static readonly LocalText Stale = new("更新中断，显示最后读到的数据；将自动重试", "Updates interrupted: these are the last figures read; trying again by itself");
    public static readonly LocalText Interrupted = new("更新中断", "Not current");
    public static readonly LocalText TooManyGroups = new("分组太多，无法显示", "Too many groups to show");
    public static readonly LocalText TooManyGroupsHint = new("请改用管道查询或 API。", "Use the pipeline query or the API instead.");

    public static readonly LocalText EmptyTitle = new("网格里还没有商机", "No opportunities in the grid yet");
    public static readonly LocalText EmptyIntro = new("导入公司现有的数据，或逐笔录入；这里的数字会随之变动。", "Import what your company already has, or send commands one by one; the figures here will move along.");
    public static readonly LocalText EmptyImport = new("从 CSV 文件夹导入", "Import a folder of CSV files");
    public static readonly LocalText EmptyApi = new("通过 API 录入", "Send commands to the API");
    public static readonly LocalText EmptyApiHint = new("接口说明与示例见 API 文档。", "The API docs describe every command, with examples.");
    public static readonly LocalText EmptyDemo = new("先用演示数据看看", "Look around with demo data");
    public static readonly LocalText EmptyDemoHint = new("生成 {0} 个双语商机。仅在网格为空时可用。", "Makes {0} bilingual opportunities. Offered only while the grid is empty.");
    public static readonly LocalText LoadDemo = new("载入演示数据", "Load demo data");
    public static readonly LocalText DemoRunning = new("正在载入演示数据：{0} / {1}", "Loading demo data: {0} of {1}");
    public static readonly LocalText DemoFailed = new("演示数据载入中断，请查看服务日志后重试。", "Loading demo data stopped. See the server's log, then try again.");
    public static readonly LocalText ReaderHint = new("您的密钥只能查看；请具有写入权限的同事导入数据。", "Your key may only read. Ask a colleague who may write to import data.");

    public static readonly LocalText ConnectionLost = new("与服务器的连接中断", "Connection to the server lost");
    public static readonly LocalText ConnectionRetrying = new("正在重新连接… 画面上的数字已停止更新。", "Reconnecting… The figures on screen are no longer moving.");
    public static readonly LocalText ConnectionFailed = new("无法重新连接。请检查网络与服务器。", "Could not reconnect. Check the network and the server.");
    public static readonly LocalText ConnectionRejected = new("连接已过期，需要重新载入页面。", "The connection has expired; the page must be loaded again.");
    public static readonly LocalText Retry = new("重试", "Try again");
    public static readonly LocalText Reload = new("重新载入", "Reload");
    public static readonly LocalText PageFailed = new("页面出错了。", "Something went wrong on this page.");
    public static readonly LocalText ScriptNeeded = new("实时数字需要启用 JavaScript。", "Live figures need JavaScript.");
}
