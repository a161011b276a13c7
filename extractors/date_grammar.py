"""The words of dates: regex sources from small named parts, one rule per kind of expression.

All sources are for text whose full-width digits were made half-width, one for one. Group names end in a letter that
tells the left (a) from the right (b) end of a stretch.
"""

from __future__ import annotations

import re

from extractors.periods import holidays

SP = "[ \u00a0\u3000]{0,2}"
YEAR4 = r"(?:(?<![0-9A-Za-z.])(?:19|20)[0-9]{2}(?![0-9])|[一二][九〇零○Ｏ][〇零○Ｏ一二三四五六七八九]{2})"
# Two digits are a year only before a month or 底, or with a nought in front: 24年 is mostly a span of time.
YEAR2 = (
    r"(?:(?<![0-9.])(?:[0-9]{2}(?=年[ ]{0,2}(?:(?:1[0-2]|0?[1-9])月|[底末](?![线层数部板座盘子端])))"
    r"|0[0-9](?=年))|[零〇][一二三四五六七八九](?=年))"
)
MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = "(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
COUNT = "(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
JOIN = "(?:[-—–－~～―]{1,3}|至|到)"

# Words for years that count from the notice's own year, and from the year last named in the sentence.
FROM_NOTICE = {
    "今年": 0,
    "今年度": 0,
    "本年": 0,
    "本年度": 0,
    "明年": 1,
    "明年度": 1,
    "来年": 1,
    "去年": -1,
    "前年": -2,
    "后年": 2,
}
FROM_SENTENCE = {
    "当年": 0,
    "当年度": 0,
    "同年": 0,
    "全年": 0,
    "次年": 1,
    "翌年": 1,
    "下一年": 1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
}
_RELATIVE_YEARS = sorted({*FROM_NOTICE, *FROM_SENTENCE}, key=lambda w: (-len(w), w))
# 20家以上年产值… has 以上, no 上年.
# 投产后年产值 has 投产后, no 后年.
_NOT_WITHIN = {
    "上": "(?<!以)",
    "后": "(?:(?<![\u4e00-\u9fff])|(?<=[在到于至和]))",
    "前": "(?:(?<![\u4e00-\u9fff])|(?<=[在到于至和比较]))",
}
RELATIVE_YEAR = "(?:" + "|".join(_NOT_WITHIN.get(w[0], "") + w for w in _RELATIVE_YEARS) + ")(?![龄级轮])"

# 底, 初, 中, 前, 后, 内, 起 are words of time only where the next sign does not make another word of them.
_NOT_BOTTOM = "(?![线层数部板座盘子])"
_NOT_EARLY = "(?![步级中次期始审评稿选赛衷心创等])"
_NOT_MIDDLE = "(?=[前旬，,。；;之以完建实]|$)"
PART_OF_MONTH = (
    "(?:上中旬|中上旬|中下旬|上旬|中旬|下旬|上半月|下半月|"
    f"底{_NOT_BOTTOM}|末(?![端梢位])|初{_NOT_EARLY}|中{_NOT_MIDDLE})"
)
_BEFORE = "前(?![期提沿列景瞻进往置端移来述言身线款后一二两三四五六七八九十0-9])"
_AFTER = "后(?![勤备续期来台方评再天年])"
_WITHIN = "内(?![容部外涵资需生地蒙陆科循销河江控置])"
_FROM = "起(?![始草步到点伏源诉用来])"
BOUND = (
    f"(?:{SP}(?P<bound>之前|以前|{_BEFORE}|为止|止(?![损血步])|以来|以后|之后|{_AFTER}|之内|以内|{_WITHIN}|期间|期内|间(?=[，,。])|"
    f"起至今|{_FROM}|开始(?!前)))?"
)


HOUR = f"(?:{SP}(?:凌晨|早上|上午|中午|下午|晚上?)?(?:[0-2]?[0-9](?:[时点](?:整|[0-5]?[0-9]分)?|[:：][0-5][0-9])))?"


def year_words(end: str) -> str:
    """Return the source of a year: 2025年, 二〇二五年度, 今年, 次年."""
    return (
        f"(?:(?:(?P<year_{end}>{YEAR4})|(?P<short_{end}>{YEAR2})){SP}年(?![级制龄纪限代薪鉴货轻])度?(?!假)"
        f"|(?P<relative_{end}>{RELATIVE_YEAR}))"
    )


def part_words(end: str) -> str:
    """Return the source of a part of a year: 上半年, 第一季度, 9月, 9月10日, 6月底, 秋季学期, 教师节."""
    return rf"""(?:
        (?P<half_{end}>[上下])半年度?
      | 前(?P<quarters_{end}>[一两二三1-3])个?季度
      | 第?(?P<quarter_{end}>[一二三四1-4](?=季度)|最后一(?=个?季度)|首(?=季))(?:(?<=后一)个)?季度?(?P<quarter_end_{end}>[末底])?
      | (?P<first_months_{end}>[前首])(?P<months_{end}>{COUNT})?个?月(?!份)
      | (?P<month_{end}>{MONTH}){SP}月(?![龄薪嫂饼经票台])份?
        (?:{SP}(?:(?P<day_{end}>{DAY}){SP}[日号](?![常报线店楼文令院机]){HOUR}|(?P<part_{end}>{PART_OF_MONTH})))?
      | (?:年)?(?P<year_part_{end}>[底末](?![线层数部板座盘端])|初{_NOT_EARLY}|中{_NOT_MIDDLE})
      | (?P<holiday_{end}>{HOLIDAY})
      | (?P<season_{end}>[春夏秋冬])(?:季|天)?(?P<term_{end}>学期)?(?:开学)?(?![收播种耕灌节])
    )"""


def bare_part_words(end: str) -> str:
    """Return the source of a part of a year that stands without its year."""
    return rf"""(?:
        (?<![前每])(?P<half_{end}>[上下])半年度?
      | (?<![0-9一二三四五六七八九个每〇十])
        (?:前(?P<quarters_{end}>[一两二三1-3])个?季度|第?(?P<quarter_{end}>[一二三四1-4首]|最后一(?=个?季度))(?:(?<=后一)个)?季度(?P<quarter_end_{end}>[末底])?)
      | (?<![0-9.一二三四五六七八九十个每第数/])(?P<month_{end}>{MONTH}){SP}月(?![龄薪嫂饼经票台])份?
        (?:{SP}(?:(?P<day_{end}>{DAY}){SP}[日号](?![常报线店楼文令院机]){HOUR}|(?P<part_{end}>{PART_OF_MONTH})))?
      | (?P<season_{end}>[春秋])季(?:(?P<term_{end}>学期)(?:开学)?|开学)
      | (?P<holiday_{end}>{HOLIDAY})
    )"""


HOLIDAY = "(?:" + "|".join(sorted(holidays(), key=lambda n: (-len(n), n))) + ")"

_Y, _P, _BARE = year_words("a"), part_words("a"), bare_part_words("a")
_RIGHT_YEAR, _RIGHT_PART = year_words("b"), part_words("b")


def _distinct(source: str, *, again: str) -> str:
    """Give the groups of a second alternative that names the same things their own names."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{again}>", source)


POINT_A = f"(?:{_Y}(?:{SP}{_P})?|{_distinct(_BARE, again='_')})"
POINT_B = f"(?:{_RIGHT_YEAR}(?:{SP}{_RIGHT_PART})?|{_distinct(_RIGHT_PART, again='_')}|(?P<only_day_b>{DAY}){SP}[日号])"

PLAN_NUMBERS = {"八五": 8, "九五": 9, "十五": 10} | {f"十{n}五": 10 + i for i, n in enumerate("一二三四五六七", 1)}

RULES: tuple[tuple[str, str], ...] = (
    (
        "recurrence-every",
        rf"(?<!之)每隔?(?:(?P<every>{COUNT}|半)个?|个)?"
        r"(?P<unit>学年|学期|年度?|季度|季|月|周|星期|工作日|天(?![然津])|日|旬)(?![级龄岁期限段])",
    ),
    (
        "recurrence-one-in",
        r"(?<![0-9一二三四五六七八九十第])(?P<every>[一两二三四五])个?(?P<unit>学年|学期|年|季度|月|周|天|日)(?=[一两二三四][次届轮评考检更])",
    ),
    (
        "recurrence-average",
        r"(?P<average>(?<![0-9一二三四五六七八九十两几多全])年均|月均|日均|周均|逐年|逐月|逐季度?|逐学期|按年度?(?![度龄实营销投产研税用缴利累均保])|按月(?!份)|按季度?|按学期|按学年)",
    ),
    (
        "school-year",
        rf"(?P<first>{YEAR4}){SP}(?:(?:[-—–~～/]{{1,2}}|至){SP}(?P<second>(?:20)?[0-9]{{2}}))?{SP}学年度?"
        rf"(?:{SP}第?(?P<which>[一二12上下])学期)?{BOUND}",
    ),
    ("school-year-now", rf"(?P<now>本|新|今|当前|下|上)个?(?P<unit>学年|学期)(?P<close>末|结束)?{BOUND}"),
    ("term-end", rf"(?<![本新今下上季每])学(?P<unit>期|年)(?:末|结束(?=前)){BOUND}"),
    ("intake", rf"(?P<first>{YEAR4})级(?P<bound>(?:[^，。；、]{{0,6}}?)(?:起|开始))"),
    (
        "years-range",
        rf"(?:自|从)?(?P<year_a>{YEAR4}){SP}(?:年度?)?{SP}{JOIN}{SP}(?P<year_b>(?:19|20)[0-9]{{2}}|[一二][〇零○Ｏ九][〇零○Ｏ一二三四五六七八九]{{2}})"
        rf"{SP}年(?![级制龄])度?(?:{SP}(?P<year_part_b>年?[底末](?![线层])))?(?!{SP}{MONTH}月|[上下]半年|第?[一二三四1-4]季度){BOUND}",
    ),
    (
        "bare-years-range",
        rf"(?:自|从)?(?P<year_a>(?<![-—A-Za-z0-9.])(?:19|20)[0-9]{{2}}){SP}{JOIN}{SP}(?P<year_b>(?:19|20)[0-9]{{2}})(?![-—0-9.年%学A-Za-z号万亿元])",
    ),
    (
        "week-of-month",
        rf"(?:{_Y}{SP})?(?<![0-9.一二三四五六七八九十每])(?P<month_a>{MONTH}){SP}月份?的?第(?P<week>[一二三四1-4])个?(?:周(?![一二三四五六日期年])|星期(?![一二三四五六日天])){BOUND}",
    ),
    (
        "months-range",
        rf"(?:自|从)?(?:{_Y}{SP})?(?<![0-9.一二三四五六七八九十])(?P<month_a>{MONTH}){SP}(?:月份?)?{SP}{JOIN}{SP}"
        rf"(?P<month_b>(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])){SP}月份?(?!龄)(?!{SP}{DAY}{SP}[日号])(?:{SP}(?P<part_b>{PART_OF_MONTH}))?{BOUND}",
    ),
    (
        "days-range",
        rf"(?:自|从)?(?:{_Y}{SP})?(?<![0-9.一二三四五六七八九十])(?P<month_a>{MONTH}){SP}月{SP}(?P<day_a>{DAY})[日号]?{SP}{JOIN}{SP}(?P<day_b>{DAY}){SP}[日号]{BOUND}",
    ),
    (
        "dotted-range",
        rf"(?:自|从)?(?P<year_a>{YEAR4})[./-](?P<month_a>1[0-2]|0?[1-9])(?:[./-](?P<day_a>3[01]|[12][0-9]|0?[1-9]))?{SP}{JOIN}{SP}"
        rf"(?P<year_b>(?:19|20)[0-9]{{2}})[./-](?P<month_b>1[0-2]|0?[1-9])(?:[./-](?P<day_b>3[01]|[12][0-9]|0?[1-9]))?(?![0-9]){BOUND}",
    ),
    ("range", rf"(?:自|从)?{POINT_A}起?{SP}{JOIN}{SP}{POINT_B}{BOUND}"),
    (
        "since-range",
        rf"(?:自|从){POINT_A}起?[，,]?{SP}至{SP}{POINT_B}{BOUND}",
    ),
    (
        "day",
        rf"(?P<year_a>{YEAR4})(?P<sign>[-/.])(?P<month_a>1[0-2]|0?[1-9])(?P=sign)(?P<day_a>3[01]|[12][0-9]|0?[1-9])(?![0-9]|\.[0-9])(?:日)?{BOUND}",
    ),
    ("dotted-month", rf"(?P<year_a>{YEAR4})[-.](?P<month_a>0[1-9]|1[0-2])(?![0-9.%万亿个所元年月-]){BOUND}"),
    ("listed-year", rf"(?P<year_a>{YEAR4})(?=(?:、{YEAR4}){{0,8}}[、和及与]{YEAR4}{SP}年)"),
    (
        "five-year-plan",
        rf"(?:(?P<quoted>[“\"'「‘])(?P<plan>(?:十[一二三四五六七]|[八九十])五)[”\"'」’]"
        rf"|(?P<open>(?<![0-9一二三四五六七八九])十[一二三四五六七]五))"
        rf"(?:{SP}(?:(?P<stretch>期间|时期|规划期内?|期内)|(?P<stage>末期?|期末|初期?(?![步级]))|(?P<since>以来)|(?P<third>前三年|前两年|后两年|前半段|前半期|后半段|后半期|前期|中期|后期))"
        rf"|(?![^，,。；;：:\n]{{0,16}}(?:规划|计划|纲要|开局|收官|方案|行动)))[末]?(?P<before>前)?",
    ),
    (
        "coming-years",
        rf"(?P<coming>未来|今后|接下来(?:的)?|此后|下一步){SP}(?P<count>{COUNT})"
        rf"(?:[-—~～至到](?P<upto>{COUNT}))?{SP}(?P<unit>年|个月|天|周)(?:内|间|时间)?",
    ),
    (
        "past-years",
        rf"(?P<past>过去(?:的)?|近|最近|(?<![学提此之])前|上(?!一年)){SP}(?P<count>{COUNT}){SP}(?P<unit>年|个月|周|天)(?!级|制|期)(?:来|间|内)?",
    ),
    ("years-since", rf"(?<![0-9第])(?P<past>)(?P<count>{COUNT})(?P<unit>年)(?:多)?来(?!自)"),
    (
        "within",
        rf"(?<![0-9.第满未每近前后])(?:(?P<count>{COUNT}|半)(?:(?:[-—~～至到])(?P<upto>{COUNT}))?个?)(?P<unit>年|月)(?P<half>半)?(?:左右)?(?:时间)?(?:之|以)?内(?![容部外])",
    ),
    (
        # 发布 may be another paper's; 本办法发布 is the notice's own, and so is 印发.
        "since-issue",
        rf"(?:印发|下发|发文|(?<=[见知案法策则施定划])(?:发布|公布))之日起{SP}(?P<count>{COUNT}){SP}(?P<unit>日|天|个月|年)(?:之|以)?内(?![容部外])",
    ),
    (
        "taking",
        rf"(?:再?用|利用|经过|通过|力争用|争取用)(?P<count>{COUNT})(?:(?:[-—~～至到]|到)(?P<upto>{COUNT}))?(?P<unit>年)(?:左右)?的?(?:时间|努力)",
    ),
    (
        "between",
        rf"(?:在)?{POINT_A}{SP}[与和]{SP}{POINT_B}之?间",
    ),
    (
        "decade",
        r"(?:(?P<century>上|本|1[0-9]|2[01]|十[一二三四五六七八九]|二十一?)世纪)?"
        r"(?<![0-9])(?P<decade>[0-9]0|[一二三四五六七八九]十)年代",
    ),
    ("century-part", rf"(?:本世纪|21世纪|二十一世纪)(?P<middle>中叶|末){BOUND}"),
    ("point", rf"{POINT_A}{BOUND}"),
    (
        "year-part",
        rf"(?<![0-9今明去本当全每一二三四五六七八九十百千万多往历两几同次翌上后前半周学])年(?P<year_part>[底末初](?![线层数步级中])|内(?![容部外])){BOUND}",
    ),
    (
        "month-now",
        rf"(?P<month_now>本|当|同|上个?|下个?)月(?:{SP}(?:(?P<day_a>{DAY})[日号]|(?P<part_a>{PART_OF_MONTH})))?{BOUND}",
    ),
    ("month-part", rf"(?<![0-9一二三四五六七八九十每本当上下个])月(?P<part_a>底{_NOT_BOTTOM}|末)(?P<bound>前)?"),
    ("quarter-now", rf"(?P<quarter_now>本|上个?|下个?)季度(?P<close>末)?{BOUND}"),
    (
        "weekday",
        rf"(?P<week_now>本|这|上|下)个?(?:周|星期)(?P<weekday>[一二三四五六日天])(?![届期年个次轮岁天体]){BOUND}",
    ),
    ("week-now", rf"(?P<week_now>本|这|上|下)个?(?:周|星期)(?![一二三四五六日天岁年期边])(?P<close>末)?{BOUND}"),
    ("day-now", rf"(?P<day_now>今天|今日|明天|明日(?!之)|昨天|昨日|大后天|后天|大前天|前天){BOUND}"),
)


def without_names(source: str) -> str:
    """Return a source with its named groups made plain, to stand beside others in one pattern."""
    source = re.sub(r"\(\?P=\w+\)", "[-/.]", source)
    return re.sub(r"\(\?P<\w+>", "(?:", source)


# What can begin a date: two looks ahead, the first by one sign alone, that most characters fail at once.
_FIRST_SIGNS = (
    "0-9第一二三四五六七八九十〇零○Ｏ廿半两今明昨去本当同次翌来前后上下全首大新这年春夏秋冬每逐按未接此过近最用利经通再力争"
    "“\"'「‘自从在学月周日印发下公" + "".join(sorted({name[0] for name in holidays()}))
)
_BEGINS = rf"""(?=[{_FIRST_SIGNS}])(?=
    [0-9]{{1,4}}{SP}[-—–－~～―至到年月日级个学世.、/]
  | [0-9]0年代
  | [一二三四五六七八九十〇零○Ｏ廿半两第][一二三四五六七八九十〇零○Ｏ廿五]{{0,8}}{SP}[-—–－~～―至到年月季世个周天学五]
  | [今明昨去来本当同次翌全上下前首后大新这][年月周季学期天日个半前后一二两三四五六七八九十0-9星世]
  | 年[年底末初内中均] | 最后一 | [月周日]均 | 月[底末] | [春夏秋冬][季天学开] | 学[期年] | 逐[年月季学] | 按[年月季学]
  | [“"'「‘][八九十] | 每 | 未来 | 今后 | 接下来 | 此后 | 下一[年步] | 过去 | 最近 | 近 | 用 | 利用 | 经过 | 通过
  | (?:印发|下发|发文|发布|公布)之日起 | 力争用 | 争取用 | 再用 | [自从在][0-9一二今去本上前明秋春国教元这“]
  | {HOLIDAY}
)"""
COMPILED = {rule: re.compile(source, re.VERBOSE) for rule, source in RULES}
ANY = re.compile(
    _BEGINS + "(?:" + "|".join(f"(?P<r{i}>{without_names(source)})" for i, (_, source) in enumerate(RULES)) + ")",
    re.VERBOSE,
)
