"""Forms of Han characters that a font's table gives for the character itself: radicals, and forms kept for old standards.

Many a PDF says ⼯⽅ for 工方, and so does the text extracted from it. They look the same and are one character each, so that
every character keeps its place; left as they are, no word of them is found.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.clean.mapped import Mapped

SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩"
    "⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑"
    "⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
UNIFIED = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王"
    "𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長"
    "镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""The CJK radicals supplement and what its signs are forms of: EquivalentUnifiedIdeograph.txt of Unicode 14."""
KANGXI = range(0x2F00, 0x2FD6)
COMPATIBILITY = range(0xF900, 0xFB00)

FORM = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
NORMAL = {ord(form): normal for form, normal in zip(SUPPLEMENT, UNIFIED, strict=True)} | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*KANGXI, *COMPATIBILITY)
}


def without_forms(words: Mapped) -> Mapped:
    """Return it with each such form as the character it is a form of.

    >>> without_forms(Mapped.verbatim("⼯作⻓期", 0, 4)).text
    '工作长期'
    """
    return Mapped(words.text.translate(NORMAL), words.at, words.to) if FORM.search(words.text) else words
