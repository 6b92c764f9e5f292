from articles.admin import article, front_page, reads, reference, standing_page

__all__ = ["article", "front_page", "reads", "reference", "standing_page"]
