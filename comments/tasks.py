"""Periodic tasks for comments."""

import logging

from comments import notices, spam
from comments.moderation import counters
from comments.privacy import retention
from newsroom.lib.tasks import task

logger = logging.getLogger(__name__)


@task("send mail to readers", every=15)
def send_mail():
    notices.send_due()


@task("learn from decisions", every=60)
def learn_from_decisions():
    spam.learn()


@task("forget what is due", every=86_400)
def forget():
    for _kind, _number in retention.forget():
        pass


@task("count comments again", every=86_400)
def recount():
    for found in counters.recount():
        logger.warning("A counter was wrong: %s", found)
