from comments.admin import queue, reference

__all__ = ["queue", "reference"]
