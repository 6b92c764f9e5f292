"""Background tasks for articles."""

from articles import reads, relating
from articles.search import index
from newsroom.lib.tasks import stopping, task

_A_DAY = 86_400


@task("rank the most read", every=300)
def rank_most_read():
    reads.rank()


@task("find related stories", every=15)
def find_related():
    relating.find_due()


@task("forget old counts of reads", every=_A_DAY)
def forget_reads():
    reads.forget()


@task("index for search anew", every=30)
def index_anew():
    for subject in index.subjects_to_work_off():
        for _number in index.work_off(subject):
            if stopping.is_set():
                return
