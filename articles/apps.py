from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("The paper")

    def ready(self):
        from articles import announcing, caching, filing, galleys, relating
        from articles.search import index

        index.keep_current()
        galleys.keep_current()
        relating.keep_current()
        filing.keep_current()
        caching.watch()
        announcing.watch()
