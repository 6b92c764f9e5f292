"""The only inline script: it sets the reader's text size before the page is rendered.

As a file it would block rendering for another request. The Content-Security-Policy allows this one only, by its hash.
"""

import base64
import hashlib
from pathlib import Path

SCRIPT = (Path(__file__).parent / "static/newsroom/js/early.js").read_text().partition("\n")[2]
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
