import os
import socket
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serve the paper with the production server, at HOST and PORT from the environment."

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument(
            "--application",
            default="newsroom.wsgi:application",
            help="the WSGI application; benchmarks serve others in the same way, to compare with",
        )

    def handle(self, workers, application, **options):
        host, port = settings.HOST, settings.PORT
        refuse_taken_port(host, port)
        self.stdout.write(f"The paper is at {settings.SITE_URL}/ and its desk at {settings.SITE_URL}/admin/")
        if host in ("0.0.0.0", "::"):  # noqa: S104 - asked for, and said what it takes
            self.stdout.write("From other machines it is found by the names in SITE_URL and ALLOWED_HOSTS alone.")
        self.stdout.write("Stop it with Ctrl+C.")
        self.stdout.flush()
        # Threads that take turns at the interpreter need no room of their own each, which no page ever gives back; and
        # what a large page took goes back at once, not into holes that the next does not fit into (bytes; glibc's names).
        for name, value in {
            "MALLOC_ARENA_MAX": 1,
            "MALLOC_MMAP_THRESHOLD_": 1 << 16,
            "MALLOC_TRIM_THRESHOLD_": 1 << 17,
        }.items():
            os.environ.setdefault(name, str(value))
        os.execv(  # noqa: S606 - the server takes this process's place, so that signals reach it
            sys.executable,
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
                *("--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers"),
                # SIGHUP has the workers begin anew, one after the other: each ends when the next has had time to begin.
                *("--respawn-interval", "10", "--log-level", "warning", application),
            ],
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Raise CommandError in one line where something listens already, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Without this a port that was just left would seem taken for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot serve at {host}:{port}: {error.strerror}. Choose another port, as in PORT=8080 make run"
            ) from None
