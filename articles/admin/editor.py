"""The text editor in the forms of the desk."""

import js_asset
from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.utils.decorators import method_decorator

# The editor's import map needs a nonce, and Tiptap sets one style sheet of its own: this is its hash.
_POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
}


class WithEditor:
    """A model's admin whose form holds the editor: it asks for what the editor needs, and for nothing more."""

    @method_decorator(csp_update(_POLICY))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = js_asset.Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
