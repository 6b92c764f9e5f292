from articles.admin import article, reference

__all__ = ["article", "reference"]
