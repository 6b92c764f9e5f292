"""Make one file of a style sheet or a script that only names others: each file costs a request, and compresses worse
alone than all of them together.

Written as `@import` and `import`, the same file works as it is where nothing was joined.
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
    """Return what a file becomes with all that it names; `read` returns the text of one beside it."""
    return joined_sheets(read(name), read) if name.endswith(".css") else joined_scripts(read(name), read)


def joined_sheets(text: str, read: Read) -> str:
    """Join style sheets in their order, without comments and indentation."""

    def sheet(match) -> str:
        return f"@media print {{\n{read(match[1])}}}\n" if match[2] else read(match[1])

    plain = _COMMENT_OF_SHEET.sub("", _SHEET.sub(sheet, text))
    return re.sub(r"\s*\n\s*", "\n", plain).lstrip()


def joined_scripts(text: str, read: Read) -> str:
    """Join modules, each in a block, so that its names stay its own; what they borrow from others stands before them."""
    modules = {name: read(name) for name in _MODULE.findall(text)}
    lent = dict.fromkeys(name for module in modules.values() for name in _BORROWING.findall(module))
    lenders = [re.sub(r"^export ", "", read(name), flags=re.MULTILINE) for name in lent]
    blocks = [f"{{\n{_BORROWING.sub('', module)}}}\n" for module in modules.values()]
    return _COMMENT_OF_SCRIPT.sub("", "".join([*lenders, *blocks]))
