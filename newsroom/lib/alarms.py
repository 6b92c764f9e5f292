"""Tell the administrators of an error, and nothing of the person whom it befell."""

from django.views.debug import ExceptionReporter

# Which of the request's headers and settings help to find a fault; none of them tells who asked.
_TOLD = {"REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT"}


class Alarm(ExceptionReporter):
    """Django's report without what a reader sent: no network, no key of a link, no cookie, no form, no header."""

    def get_traceback_data(self):
        data = super().get_traceback_data()
        if self.request is None:
            return data
        nothing = dict.fromkeys(
            ("request_GET_items", "filtered_POST_items", "request_FILES_items", "request_COOKIES_items"), ()
        )
        meta = {name: value for name, value in data["request_meta"].items() if name in _TOLD}
        return data | nothing | {"request_meta": meta, "request_insecure_uri": self.request.path}
