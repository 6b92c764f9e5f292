"""What happens to every request, before and after the views."""

from django.conf import settings

from newsroom.lib.http import behind_proxies


def trust_proxies(get_response):
    """Take the reader's address and scheme from our own proxies, and from no one else."""

    def middleware(request):
        if settings.TRUSTED_PROXIES:
            behind_proxies(request.META, settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware
