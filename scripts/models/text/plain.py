"""Makes a text plain, step for step as `src/lib/text/model/format.ts` (`Plain`) says."""

import re
import unicodedata

# \t \n \v \f \r, next line, and Unicode's separators (Zs, Zl, Zp).
SPACE = re.compile('[\t-\r\u0085\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+')
JOINER = '\u200d'


def _is_space(character: str) -> bool:
    return SPACE.fullmatch(character) is not None


def _is_pictorial(character: str) -> bool:
    code = ord(character)
    return 0x2190 <= code <= 0x2BFF or code == 0xFE0F or 0x1F000 <= code <= 0x1FAFF


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ('Cc', 'Cf', 'Cs') and not _is_space(character)


def make_plain(text: str, lower_case: bool) -> str:
    kept: list[str] = []
    for at, character in enumerate(text):
        if not _is_hidden(character):
            kept.append(character)
        elif (
            character == JOINER
            and kept
            and _is_pictorial(kept[-1])
            and at + 1 < len(text)
            and _is_pictorial(text[at + 1])
        ):
            kept.append(character)
    plain = SPACE.sub(' ', unicodedata.normalize('NFC', ''.join(kept)))
    return ''.join(character.lower() for character in plain) if lower_case else plain
