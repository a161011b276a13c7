"""The shape of a public body's name, for places where a whole line or phrase is one."""

from __future__ import annotations

import re

# What the name of an issuing body ends with; longer endings are covered by their last characters.
BODY_END = (
    r"(?:人民政府|政府|国务院|办公室|办公厅|委员会|管委会|委|局|厅|部|署|院|办|会|社|行|总队|支队|大队|指挥部|小组|工作组|专班"
    r"|中心|公司|集团|学校|大学|中学|小学|站|馆|所|处|科|党组|中央)"
)
BODY_NAME = rf"[\u3400-\u4dbf\u4e00-\u9fff、·“”]{{1,60}}?{BODY_END}(?:[（(][^（）()]{{2,20}}[)）])?"
BODY = re.compile(rf"{BODY_NAME}(?:[\s\u3000]+{BODY_NAME})*")
