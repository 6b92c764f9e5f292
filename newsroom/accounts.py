"""Sign-in of staff: Django's admin login with a rate limit on failures."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.lib import ratelimit
from newsroom.lib.crypto import keyed_hash
from newsroom.lib.http import network_of

WINDOW = 600
FAILURES = 10


class SignInForm(AdminAuthenticationForm):
    """The desk's sign-in form, locked for a network or a user name after ten failures within ten minutes.

    Only failures count, so that a newsroom behind one IP address never locks itself out by working. While locked,
    the right password is refused too: otherwise the answer would reveal which guess was right.
    """

    is_locked = False

    def clean(self):
        counters = self._counters()
        if any(ratelimit.hits(counter, seconds=WINDOW) >= FAILURES for counter in counters):
            self.is_locked = True
            raise ValidationError(
                _("Too many attempts to sign in have failed. Please wait ten minutes and try again."), code="locked"
            )
        try:
            return super().clean()
        except ValidationError:
            for counter in counters:
                ratelimit.hit(counter, seconds=WINDOW)
            raise

    def _counters(self) -> list[str]:
        network = network_of(self.request.META.get("REMOTE_ADDR", ""))
        name = self.cleaned_data.get("username", "").casefold()
        return [
            f"sign-in:network:{keyed_hash(network, 'sign-in')}",
            f"sign-in:name:{keyed_hash(name, 'sign-in')}",
        ]
