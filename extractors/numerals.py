"""Read numerals: Arabic, full-width and Chinese, with 万 and 亿, decimals, fractions, and shares in words (八成).

`NUMERAL` finds a number that counts or measures; it does not match ordinals (第三) or the numbers in words such as
统一, 一次性, 一带一路 (`lexicons/number_words.yaml`). `PERCENT` finds a share told in words. `SPREAD` finds two
neighbouring digits said together (三五名, 七八十个), which is a range. All three are sources without groups.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from extractors.lexicon import Entry, Lexicon, load

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－／", "0123456789.,%+-/")
SIMPLE = str.maketrans("零壹贰貳叁肆伍陆陸柒捌玖两兩拾佰仟萬億點负負", "〇一二二三四五六六七八九二二十百千万亿点--")

HAN_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
WHOLE_TENS = {"廿": 20, "卅": 30}

_D = "[0-9０-９]"
_HAN = "[零〇一二两三四五六七八九壹贰叁肆伍陆陸柒捌玖]"
# 千瓦, 千米 … are units of their own, 百分点 too: 10亿千瓦 is 10亿 of 千瓦.
_HUNDRED = "[百佰](?!分[点之])"
_THOUSAND = "[千仟](?![瓦米克伏卡焦赫])"
_TIMES = rf"(?:[十拾]|{_HUNDRED}|{_THOUSAND}|[万萬亿億])"


class NumberWords(Entry, frozen=True):
    """Words, or `patterns`, that count nothing, unless one of `unless_before` follows."""

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()


class NumberWordLexicon(Lexicon, frozen=True):
    """`lexicons/number_words.yaml`."""

    entries: tuple[NumberWords, ...]


def _no_number_word() -> str:
    """Return a regex source that fails where a numeral would begin inside one of the lexicon's words."""
    branches: list[str] = []
    for entry in load("number_words", NumberWordLexicon).entries:
        after = f"(?!{'|'.join(entry.unless_before)})" if entry.unless_before else ""
        branches += [pattern + after for pattern in entry.patterns]
        for word in sorted(set(entry.words), key=lambda w: (-len(w), w)):
            for sign in re.finditer(f"{_HAN}|[十百千万]", word):
                before, rest = word[: sign.start()], word[sign.start() :]
                branches.append((f"(?<={before})" if before else "") + rest + after)
    return f"(?!{'|'.join(branches)})"


# The first lookahead is there for speed: most characters can begin no numeral.
_MAY_BEGIN = r"(?=[-−－0-9０-９零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆陸柒捌玖拾佰仟廿卅半负过])"

_ARABIC = rf"""
    (?<![第0-9０-９A-Za-z.．/／])                        # not 第3, not inside 1.2.3, PM2.5 or G20
    (?:
        (?:(?:(?<=[为至到于达是约长速率：:（(，,\s])|\A)[-−－]|负)?      # a sign where a range is not meant
        (?: {_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})(?:[.．]{_D}+)?
          | {_D}+(?:[.．]{_D}+)?
        )
        (?:[余多]?{_TIMES}{{1,3}}                          # 1.5万, 3万亿, 10余万
           (?:{_D}+(?:[.．]{_D}+)?{_TIMES}{{1,2}})*        # 3亿2000万, 1万5千
        )?
    )
"""
_SLASHED = r"(?<![0-9０-９/.])[1-9]/(?:[2-9]|10|100)(?![0-9/万])"
_CHINESE_BODY = rf"""
    (?:{_HAN}|[十拾廿卅])
    (?:{_HAN}|[十拾廿卅]|{_HUNDRED}|{_THOUSAND}|[万萬亿億]|[余多几](?=[百千万亿])|点(?={_HAN}))*
"""
_CHINESE = rf"""
    (?<![第几数十百千万亿零〇一二两三四五六七八九点])       # not 第三, not the end of 几十
    {_no_number_word()}
    (?: 负?{_CHINESE_BODY}(?![十百千万]?几)               # not 二十几
      | (?<=[近超逾破过约])(?:{_HUNDRED}|{_THOUSAND}|[万亿])+   # 近百家, 超千亿元
    )
"""
_HALF = "(?<![上下前后大过多各折对一])半(?=[个天日年月小])"
# Parts of a fraction are short; without a limit a long run of digits would be tried from each of its characters.
_FRACTION = rf"""
    (?<![0-9０-９零〇一二两三四五六七八九十])
    (?:(?:{_D}{{1,6}}|{_HAN}{{1,6}})又)?
    (?:{_D}{{1,6}}|[零〇一二两三四五六七八九十百千万]{{1,6}})分之(?:{_D}{{1,12}}(?:[.．]{_D}{{1,12}})?|{_CHINESE_BODY})
"""

NUMERAL = rf"(?x: {_MAY_BEGIN} (?: {_SLASHED} | {_FRACTION} | {_ARABIC} | {_CHINESE} | {_HALF} ))"

_SHARE = rf"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?:[.．]{_D}+)?|{_D}+(?:[.．]{_D}+)?|[百千]|{_CHINESE_BODY})"
_TENTHS_OF = rf"(?:{_HAN}点{_HAN}|{_D}{{1,2}}(?:[.．]{_D}+)?|{_HAN}|十|半)"
_NO_TENTHS = "(?![员本立果绩为熟效人长功分都群套型品年交活就份材片])"
PERCENT = rf"""(?x:{_MAY_BEGIN}(?:
    (?<![零〇一二两三四五六七八九0-9０-９])负?[百千万]分之{_SHARE}
  | 百分之?百
  | (?<![第零〇一二两三四五六七八九十百千点0-9０-９.．])
    {_TENTHS_OF}成(?:{_HAN}(?!{_TIMES})|半)?{_NO_TENTHS}
  | (?<![第一二三四五六七八九曲波转点0-9０-９.．])
    (?:{_HAN}点{_HAN}|{_HAN}{{1,2}}|{_D}{{1,2}}(?:[.．]{_D})?|半)折(?![叠旧射合算线断页])
  | (?<![过上下])半数 | 一半 | 过半数?
))"""

_NEIGHBOURS = "一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九"
SPREAD = rf"(?x:{_MAY_BEGIN}(?<![第零〇一二两三四五六七八九十百千])十?(?:{_NEIGHBOURS})(?:[十百千]?[万亿]|[十百千])?(?={_HAN})?)"

_FRACTION_PARTS = re.compile(r"(?:(?P<whole>.+)又)?(?P<below>.+)分之(?P<above>.+)")
_TOKEN = re.compile(
    r"(?P<arabic>\d+(?:\.\d+)?)|(?P<han>[〇一二三四五六七八九]+)|(?P<tens>[廿卅])|(?P<times>[十百千万亿])"
)
_DECIMAL = re.compile(r"(?P<whole>[^点]+)点(?P<tail>[〇一二三四五六七八九]+)(?P<times>[十百千万亿]*)")
_ABOUT = re.compile(r"(?<=[^几])[余多几](?=[百千万亿])|(?<=.)[余多]$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
_SPREAD_PARTS = re.compile(
    r"(?P<ten>十?)(?P<low>[一二三四五六七八九])(?P<high>[一二三四五六七八九])(?P<times>[十百千万亿]*)"
)
_TENTHS = re.compile(r"(?P<tenths>[^成]+)成(?P<more>[一二三四五六七八九半]?)")


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a numeral, or None where `text` is not exactly one.

    Fractions are divided out; 余 and 多 inside a numeral are passed over (10余万 is 100000). A run of Chinese digits is
    read by position (二〇二四) only where it holds a zero or has three digits or more, since 五六 means five or six.

    >>> [str(parse_numeral(t)) for t in ("1,200.5", "１２", "1.5万", "3万亿", "一万五千", "两千零二十", "一百五")]
    ['1200.5', '12', '15000', '3000000000000', '15000', '2020', '150']
    >>> [str(parse_numeral(t)) for t in ("二〇二四", "廿五", "一点五亿", "壹仟贰佰", "四分之三", "1/4", "负三", "半")]
    ['2024', '25', '150000000', '1200', '0.75', '0.25', '-3', '0.5']
    >>> [str(parse_numeral(t)) for t in ("几十", "五六", "统一", "")]
    ['None', 'None', 'None', 'None']
    """
    plain = text.strip().translate(FULL_WIDTH).translate(SIMPLE).replace("−", "-")
    if plain.startswith("-"):
        value = _unsigned(plain[1:])
        return None if value is None else -value
    return _unsigned(plain)


def _unsigned(plain: str) -> Decimal | None:
    if plain == "半":
        return Decimal("0.5")
    if "分之" in plain or "/" in plain:
        return _fraction(plain)
    if split := _DECIMAL.fullmatch(plain):
        whole = _unsigned(split["whole"])
        if whole is None:
            return None
        tail = "".join(str(HAN_DIGITS[d]) for d in split["tail"])
        return _shorten((whole + Decimal(f"0.{tail}")) * _product(split["times"]))
    return _counted(_THOUSANDS.sub(lambda m: m[0].replace(",", ""), plain))


def _fraction(plain: str) -> Decimal | None:
    if "/" in plain:
        above_text, _, below_text = plain.partition("/")
        whole: Decimal | None = Decimal(0)
    else:
        parts = _FRACTION_PARTS.fullmatch(plain)
        if parts is None:
            return None
        above_text, below_text = parts["above"], parts["below"]
        whole = _unsigned(parts["whole"]) if parts["whole"] else Decimal(0)
    above, below = _unsigned(above_text), _unsigned(below_text)
    if whole is None or above is None or not below:
        return None
    return _shorten(whole + above / below)


def _counted(plain: str) -> Decimal | None:
    """Add up digits and multipliers: each multiplier takes what is smaller than itself and stands before it."""
    parts: list[Decimal] = []
    current: Decimal | None = None
    last = Decimal(1)
    after_zero = False
    exact = _ABOUT.sub("", plain)
    tokens = list(_TOKEN.finditer(exact))
    if not tokens or sum(len(t[0]) for t in tokens) != len(exact):
        return None
    for token in tokens:
        if token["arabic"]:
            if current is not None:
                return None
            current, after_zero = Decimal(token["arabic"]), True
        elif token["han"]:
            run = token["han"]
            if len(tokens) == 1:
                return _by_position(run)
            zero = run.startswith("〇")
            if current is not None or len(run) > 1 + zero:
                return None
            current, after_zero = Decimal(HAN_DIGITS[run[-1]]), zero
        elif token["tens"]:
            parts.append(Decimal(WHOLE_TENS[token["tens"]]))
            last = Decimal(10)
        else:
            last = Decimal(MULTIPLIERS[token["times"]])
            if last < 10**4 and parts and parts[-1] < last and current is not None:
                return None  # 五百三千 is no number
            taken = current if current is not None else Decimal(0)
            if current is None and parts and parts[-1] >= last:
                taken = parts.pop()  # 万万 multiplies again
            while parts and parts[-1] < last:
                taken += parts.pop()
            parts.append((taken or Decimal(1)) * last)
            current = None
    if current is not None:
        # 一百五 is 150 and 三万五 is 35000, but 一百零五 is 105.
        short = not after_zero and last >= 100 and current < 10
        parts.append(current * last / 10 if short else current)
    return _shorten(sum(parts, Decimal(0)))


def _by_position(run: str) -> Decimal | None:
    if len(run) > 1 and len(run) < 3 and "〇" not in run:
        return None
    return Decimal("".join(str(HAN_DIGITS[d]) for d in run))


def parse_percent(text: str) -> tuple[Decimal, str] | None:
    """Return value and unit (% or ‰ or ‱) of a share told in words, or None where `text` is not exactly one.

    >>> words = ("百分之九十五", "千分之三", "八成", "八成五", "半数", "百分之百", "八五折")
    >>> [str(v) + u for v, u in map(parse_percent, words)]
    ['95%', '3‰', '80%', '85%', '50%', '100%', '85%']
    """
    plain = text.strip().translate(FULL_WIDTH).translate(SIMPLE)
    if plain in {"半数", "一半", "过半", "过半数"}:
        return Decimal(50), "%"
    if plain in {"百分百", "百分之百"}:
        return Decimal(100), "%"
    for lead, unit in (("百分之", "%"), ("千分之", "‰"), ("万分之", "‱")):
        if plain.startswith(lead):
            share = parse_numeral(plain[len(lead) :])
            return None if share is None else (share, unit)
    if plain.startswith("-"):
        without_sign = parse_percent(plain[1:])
        return None if without_sign is None else (-without_sign[0], without_sign[1])
    if tenths := _TENTHS.fullmatch(plain):
        more = {"": Decimal(0), "半": Decimal(5)}.get(tenths["more"])
        first = _unsigned(tenths["tenths"])
        more = more if more is not None else _unsigned(tenths["more"])
        return None if first is None or more is None else (first * 10 + more, "%")
    if plain.endswith("折"):
        return _discount(plain[:-1])
    return None


def _discount(plain: str) -> tuple[Decimal, str] | None:
    if plain == "半":
        return Decimal(50), "%"
    if len(plain) == 2 and all(sign in HAN_DIGITS for sign in plain):
        return Decimal(HAN_DIGITS[plain[0]] * 10 + HAN_DIGITS[plain[1]]), "%"
    if len(plain) == 2 and plain.isdigit():
        return Decimal(plain), "%"
    share = _unsigned(plain)
    return None if share is None else (_shorten(share * 10), "%")


def parse_spread(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the two ends of neighbouring digits said together, or None.

    >>> [tuple(map(str, parse_spread(t) or ())) for t in ("三五", "两三百", "十七八", "七八十")]
    [('3', '5'), ('200', '300'), ('17', '18'), ('70', '80')]
    """
    parts = _SPREAD_PARTS.fullmatch(text.strip().translate(SIMPLE))
    if parts is None or HAN_DIGITS[parts["low"]] >= HAN_DIGITS[parts["high"]]:
        return None
    times = _product(parts["times"])
    ten = 10 if parts["ten"] else 0
    return (ten + HAN_DIGITS[parts["low"]]) * times, (ten + HAN_DIGITS[parts["high"]]) * times


def _product(times: str) -> Decimal:
    value = Decimal(1)
    for sign in times:
        value *= MULTIPLIERS[sign]
    return value


def _shorten(value: Decimal) -> Decimal:
    """Drop trailing zeros without falling into exponents: 150.0 and 1.5E+2 become 150."""
    try:
        whole = value.to_integral_value()
        return whole if whole == value else value.normalize()
    except InvalidOperation:
        return value
