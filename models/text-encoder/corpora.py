"""
Texts with their meaning in English, in 28 languages: what an emoji is called and its keywords (Unicode
CLDR), and the messages of free programs in their translations (gettext catalogues).
"""

import gettext
import json
import re
from pathlib import Path

from words import fnv1a32

LANGUAGES = [
    'ar', 'cs', 'da', 'de', 'el', 'en', 'eo', 'es', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nl',
    'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'vi', 'zh',
]  # fmt: skip
LOCALES = {'pt_BR': 'pt', 'zh_CN': 'zh', **{language: language for language in LANGUAGES}}
# Never trained on: what the judging asks about.
HELD_PROGRAMS = ('gnucash', 'homebank', 'gramps', 'wesnoth', 'marble')
MARKUP = re.compile(r'<[^<>]*>|%[-+0-9.# ]*[a-zA-Z]|%\d+\$?[a-z]*|%\d|\$?\{[^{}]*\}|\$\w+|&\w+;|https?://\S+|\\[nt]')


def tidy(message: str) -> str:
    message = MARKUP.sub(' ', message.rsplit('\x04')[-1].rsplit('^')[-1])
    message = re.sub(r'\(?[_&](\w)\)?', r'\1', message)
    return re.sub(r'\s+', ' ', message).strip()


def read_names(package: Path) -> list[tuple[str, str, str]]:
    """(language, text, English) of every emoji and sign: its name, each keyword, and the sign itself."""
    folder = package / 'annotations'

    def load(language: str) -> dict:
        file = json.loads((folder / language / 'annotations.json').read_text(encoding='utf-8'))
        return file['annotations']['annotations']

    english = load('en')
    out = []
    for language in LANGUAGES:
        if not (folder / language).is_dir():
            continue
        for sign, entry in load(language).items():
            meant = english.get(sign)
            if meant is None or 'tts' not in meant:
                continue
            name, words = meant['tts'][0], ' '.join(meant.get('default', []))
            if language == 'en':
                out.append(('', sign, f'{name} {words}'))
            for text in entry.get('tts', []):
                out.append((language, text, name))
            if 'default' in entry:
                out.append((language, ' '.join(entry['default']), f'{name} {words}'))
    return out


def read_messages(packages: Path, held: bool) -> list[tuple[str, str, str, str]]:
    """
    (language, text, English, program). packages: a folder of unpacked Debian packages (the list is
    models/language/packages.txt). held: only those programs. Of the others, at most 9,000 a language but
    English and Portuguese, the same in every run.
    """
    out: set[tuple[str, str, str, str]] = set()
    for path in sorted(packages.glob('*/usr/share/**/LC_MESSAGES/*.mo')):
        program = path.relative_to(packages).parts[0].split('-')[0]
        language = LOCALES.get(path.parts[-3])
        if language is None or (program in HELD_PROGRAMS) != held or path.name.startswith('iso_'):
            continue
        try:
            with open(path, 'rb') as file:
                catalogue = gettext.GNUTranslations(file)._catalog
        except (OSError, UnicodeDecodeError, LookupError, ValueError):
            continue
        for key, text in catalogue.items():
            english, other = tidy(key[0] if isinstance(key, tuple) else key), tidy(text)
            if 3 <= len(english) <= 200 and len(other) <= 220 and other != english and re.search(r'[^\W\d_]', other):
                out.add((language, other, english, program))
                out.add(('en', english, english, program))
    if held:
        return sorted(out)
    kept: list[tuple[str, str, str, str]] = []
    for language in LANGUAGES:
        rows = sorted((row for row in out if row[0] == language), key=lambda row: fnv1a32(row[2]))
        kept += rows if language in ('en', 'pt') else rows[:9000]
    return kept


def read_lines(folder: Path) -> list[tuple[str, str]]:
    """(language, text) of what models/language/corpus.py gathers: 30,000 of Portuguese, 3,000 of the others."""
    out = []
    for language in LANGUAGES:
        lines = [line.split('\t') for line in (folder / f'{language}.tsv').read_text(encoding='utf-8').split('\n') if line]
        lines = [text for source, side, text in lines
                 if side == 'train' and source.split('-')[0] not in HELD_PROGRAMS and 10 <= len(text) <= 200]
        lines.sort(key=fnv1a32)
        out += [(language, text) for text in lines[: 30000 if language == 'pt' else 3000]]
    return out
