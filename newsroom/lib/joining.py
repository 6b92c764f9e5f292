"""Bundle a style sheet or a script with the files that it imports: this saves requests, and compresses better.

Since it is written with `@import` and `import`, the file also works unbundled.
"""

import re
from collections.abc import Callable

_SHEET = re.compile(r'@import url\("([\w-]+\.css)"\)( print)?;\n?')
_MODULE = re.compile(r'^import "\./([\w-]+\.js)";\n?', re.MULTILINE)
_BORROWING = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_COMMENT_OF_SHEET = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMMENT_OF_SCRIPT = re.compile(r"^\s*//.*\n", re.MULTILINE)

Read = Callable[[str], str]


def joined(name: str, read: Read) -> str:
    """Return a file bundled with what it imports; `read` returns the text of a file in the same folder."""
    return joined_sheets(read(name), read) if name.endswith(".css") else joined_scripts(read(name), read)


def joined_sheets(text: str, read: Read) -> str:
    """Bundle style sheets in their order, without comments and indentation."""

    def sheet(match) -> str:
        return f"@media print {{\n{read(match[1])}}}\n" if match[2] else read(match[1])

    plain = _COMMENT_OF_SHEET.sub("", _SHEET.sub(sheet, text))
    return re.sub(r"\s*\n\s*", "\n", plain).lstrip()


def joined_scripts(text: str, read: Read) -> str:
    """Bundle modules, each in a block of its own scope; the modules that they import names from come first."""
    modules = {name: read(name) for name in _MODULE.findall(text)}
    lent = dict.fromkeys(name for module in modules.values() for name in _BORROWING.findall(module))
    lenders = [re.sub(r"^export ", "", read(name), flags=re.MULTILINE) for name in lent]
    blocks = [f"{{\n{_BORROWING.sub('', module)}}}\n" for module in modules.values()]
    return _COMMENT_OF_SCRIPT.sub("", "".join([*lenders, *blocks]))
