namespace SalesGrid.Demo;

/// <summary>The words names are made of: Chinese first, a form in Latin letters behind.</summary>
internal static class DemoWords
{
    /// <summary>Sales regions of mainland China, with the share of business of each and its cities.</summary>
    public static readonly Region[] Regions =
    [
        new("华东", "East China", 30, [("上海", "Shanghai"), ("杭州", "Hangzhou"), ("南京", "Nanjing"), ("苏州", "Suzhou"), ("宁波", "Ningbo"), ("合肥", "Hefei"), ("济南", "Jinan"), ("青岛", "Qingdao")]),
        new("华南", "South China", 21, [("广州", "Guangzhou"), ("深圳", "Shenzhen"), ("佛山", "Foshan"), ("东莞", "Dongguan"), ("厦门", "Xiamen"), ("南宁", "Nanning"), ("海口", "Haikou")]),
        new("华北", "North China", 18, [("北京", "Beijing"), ("天津", "Tianjin"), ("石家庄", "Shijiazhuang"), ("太原", "Taiyuan"), ("唐山", "Tangshan")]),
        new("华中", "Central China", 12, [("武汉", "Wuhan"), ("长沙", "Changsha"), ("郑州", "Zhengzhou"), ("南昌", "Nanchang"), ("洛阳", "Luoyang")]),
        new("西南", "Southwest", 10, [("成都", "Chengdu"), ("重庆", "Chongqing"), ("昆明", "Kunming"), ("贵阳", "Guiyang")]),
        new("东北", "Northeast", 5, [("沈阳", "Shenyang"), ("大连", "Dalian"), ("长春", "Changchun"), ("哈尔滨", "Harbin")]),
        new("西北", "Northwest", 4, [("西安", "Xi'an"), ("兰州", "Lanzhou"), ("乌鲁木齐", "Urumqi"), ("银川", "Yinchuan")]),
    ];

    public static readonly (string Zh, string En)[] Surnames =
    [
        ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"), ("黄", "Huang"),
        ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"), ("高", "Gao"), ("林", "Lin"),
        ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"), ("梁", "Liang"), ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"),
        ("韩", "Han"), ("唐", "Tang"), ("冯", "Feng"), ("董", "Dong"), ("程", "Cheng"), ("曹", "Cao"), ("袁", "Yuan"), ("欧阳", "Ouyang"),
    ];

    public static readonly (string Zh, string En)[] GivenNames =
    [
        ("伟", "wei"), ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("磊", "lei"), ("军", "jun"), ("洋", "yang"),
        ("勇", "yong"), ("艳", "yan"), ("杰", "jie"), ("涛", "tao"), ("明", "ming"), ("超", "chao"), ("霞", "xia"), ("平", "ping"),
        ("刚", "gang"), ("文", "wen"), ("欣", "xin"), ("宇", "yu"), ("佳", "jia"), ("晨", "chen"), ("思", "si"), ("凯", "kai"),
        ("琳", "lin"), ("博", "bo"), ("雪", "xue"), ("鹏", "peng"), ("怡", "yi"), ("浩", "hao"), ("然", "ran"), ("云", "yun"),
    ];

    public static readonly (string Zh, string En)[] CompanyFirst =
    [
        ("华", "Hua"), ("中", "Zhong"), ("恒", "Heng"), ("瑞", "Rui"), ("天", "Tian"), ("金", "Jin"), ("东", "Dong"), ("博", "Bo"),
        ("远", "Yuan"), ("盛", "Sheng"), ("德", "De"), ("安", "An"), ("嘉", "Jia"), ("鼎", "Ding"), ("信", "Xin"), ("海", "Hai"),
        ("同", "Tong"), ("广", "Guang"), ("立", "Li"), ("新", "Xin"), ("长", "Chang"), ("凌", "Ling"), ("科", "Ke"), ("泰", "Tai"),
    ];

    public static readonly (string Zh, string En)[] CompanyLast =
    [
        ("锐", "rui"), ("达", "da"), ("通", "tong"), ("源", "yuan"), ("创", "chuang"), ("联", "lian"), ("诚", "cheng"), ("和", "he"),
        ("辉", "hui"), ("力", "li"), ("峰", "feng"), ("宏", "hong"), ("腾", "teng"), ("业", "ye"), ("升", "sheng"), ("康", "kang"),
        ("翔", "xiang"), ("隆", "long"), ("润", "run"), ("捷", "jie"), ("航", "hang"), ("智", "zhi"), ("维", "wei"), ("邦", "bang"),
    ];

    /// <summary>Sectors with their share of customers and what their companies call themselves.</summary>
    public static readonly Sector[] Sectors =
    [
        new("制造", "Manufacturing", 24, "装备制造", "Equipment"),
        new("信息技术", "Information technology", 16, "信息技术", "Information"),
        new("医疗健康", "Health care", 12, "医疗科技", "Medical"),
        new("能源电力", "Energy", 11, "能源", "Energy"),
        new("金融", "Finance", 9, "金融服务", "Finance"),
        new("零售", "Retail", 9, "商贸", "Trading"),
        new("交通物流", "Transport", 8, "物流", "Logistics"),
        new("政府公共", "Public sector", 6, "城市运营", "City Services"),
        new("教育科研", "Education", 5, "教育科技", "Education"),
    ];

    /// <summary>Products with their share of opportunities and what one costs against the average.</summary>
    public static readonly (string Zh, string En, int Share, double Price)[] Products =
    [
        ("智能网关", "Gateway G2", 22, 0.5), ("数据平台", "Data Platform", 16, 2.4), ("传感套件", "Sensor Kit S4", 20, 0.3),
        ("运维服务", "Managed Service", 15, 0.9), ("边缘服务器", "Edge Server E8", 12, 1.6), ("行业方案", "Industry Solution", 8, 4.0),
        ("培训", "Training", 7, 0.15),
    ];

    public static readonly (string Code, int Share)[] Channels = [("direct", 58), ("distributor", 30), ("online", 12)];

    public static readonly (string Code, int Share)[] LossReasons =
        [("price", 28), ("competitor", 24), ("no-budget", 14), ("no-decision", 12), ("timing", 8), ("product-fit", 7), ("relationship", 5), ("unknown", 2)];

    public static readonly (string Zh, string En)[] Purposes =
        [("新建项目", "new project"), ("扩容", "extension"), ("续约", "renewal"), ("试点", "pilot"), ("升级改造", "upgrade"), ("年度采购", "annual purchase")];

    public static readonly string[] Ordinals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

    // The shares alone, taken out once: every row draws from them.
    public static readonly int[] RegionShares = [.. Regions.Select(r => r.Share)];
    public static readonly int[] SectorShares = [.. Sectors.Select(s => s.Share)];
    public static readonly int[] ProductShares = [.. Products.Select(p => p.Share)];
    public static readonly int[] ChannelShares = [.. Channels.Select(c => c.Share)];
    public static readonly int[] LossReasonShares = [.. LossReasons.Select(r => r.Share)];

    internal sealed record Region(string Zh, string En, int Share, (string Zh, string En)[] Cities)
    {
        public string Name => $"{Zh} {En}";
    }

    internal sealed record Sector(string Zh, string En, int Share, string CompanyZh, string CompanyEn)
    {
        public string Name => $"{Zh} {En}";
    }
}
