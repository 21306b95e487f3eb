"""The languages of the model: id (BCP 47), the script of most of its letters, and its names in the sources."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    id: str
    #: In English.
    name: str
    script: str
    #: File of the Universal Declaration of Human Rights in NLTK's udhr2.
    declaration: str
    #: Names of the locale in Debian's catalogues and manual pages.
    locales: tuple[str, ...]


def _language(id: str, name: str, script: str, declaration: str, *locales: str) -> Language:
    return Language(id, name, script, declaration, (id, *locales))


LANGUAGES = [
    _language('ar', 'arabic', 'arabic', 'arb'),
    _language('cs', 'czech', 'latin', 'ces', 'cs_CZ'),
    _language('de', 'german', 'latin', 'deu', 'de_DE'),
    _language('el', 'greek', 'greek', 'ell_monotonic', 'el_GR'),
    _language('en', 'english', 'latin', 'eng'),
    _language('es', 'spanish', 'latin', 'spa', 'es_ES'),
    _language('fi', 'finnish', 'latin', 'fin', 'fi_FI'),
    _language('fr', 'french', 'latin', 'fra', 'fr_FR'),
    _language('he', 'hebrew', 'hebrew', 'heb', 'he_IL'),
    _language('hi', 'hindi', 'devanagari', 'hin', 'hi_IN'),
    _language('hu', 'hungarian', 'latin', 'hun', 'hu_HU'),
    _language('id', 'indonesian', 'latin', 'ind', 'id_ID'),
    _language('it', 'italian', 'latin', 'ita', 'it_IT'),
    _language('ja', 'japanese', 'japanese', 'jpn', 'ja_JP'),
    _language('ko', 'korean', 'hangul', 'kor', 'ko_KR'),
    _language('nl', 'dutch', 'latin', 'nld', 'nl_NL'),
    _language('pl', 'polish', 'latin', 'pol', 'pl_PL'),
    _language('pt', 'portuguese', 'latin', 'por_BR', 'pt_BR', 'pt_PT'),
    _language('ro', 'romanian', 'latin', 'ron', 'ro_RO'),
    _language('ru', 'russian', 'cyrillic', 'rus', 'ru_RU'),
    _language('sv', 'swedish', 'latin', 'swe', 'sv_SE'),
    _language('th', 'thai', 'thai', 'tha', 'th_TH'),
    _language('tr', 'turkish', 'latin', 'tur', 'tr_TR'),
    _language('uk', 'ukrainian', 'cyrillic', 'ukr', 'uk_UA'),
    _language('vi', 'vietnamese', 'latin', 'vie', 'vi_VN'),
    _language('zh', 'chinese', 'han', 'cmn_hans', 'zh_CN', 'zh_TW'),
]

IDS = [language.id for language in LANGUAGES]
BY_LOCALE = {locale: language for language in LANGUAGES for locale in language.locales}

#: Letters of each script, as ranges of code points.
SCRIPTS = {
    'latin': [(0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF), (0x300, 0x36F)],
    'greek': [(0x370, 0x3FF), (0x1F00, 0x1FFF)],
    'cyrillic': [(0x400, 0x52F)],
    'hebrew': [(0x590, 0x5FF)],
    'arabic': [(0x600, 0x6FF)],
    'devanagari': [(0x900, 0x97F)],
    'thai': [(0xE00, 0xE7F)],
    'hangul': [(0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3)],
    'japanese': [(0x3040, 0x30FF), (0x3400, 0x9FFF)],
    'han': [(0x3400, 0x9FFF)],
}
#: Scripts without blanks between words.
UNSPACED = {'japanese', 'han', 'thai'}


def share_in_script(text: str, script: str) -> float:
    """Share of the letters (and marks beyond ASCII) that belong to the script; 0 without letters."""
    letters = [ord(c) for c in text if c.isalpha() or ord(c) > 0x2FF and not c.isspace() and c.isalnum()]
    if not letters:
        return 0.0
    ranges = SCRIPTS[script]
    return sum(any(a <= c <= b for a, b in ranges) for c in letters) / len(letters)
