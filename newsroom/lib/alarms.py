"""Error reports to the administrators, without personal data of the reader."""

from django.views.debug import ExceptionReporter

# The request's headers that help to find a fault; none of them identifies the reader.
_TOLD = {"REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT"}


class Alarm(ExceptionReporter):
    """Django's error report without what a reader sent: no IP address, query string, cookie or form."""

    def get_traceback_data(self):
        data = super().get_traceback_data()
        if self.request is None:
            return data
        nothing = dict.fromkeys(
            ("request_GET_items", "filtered_POST_items", "request_FILES_items", "request_COOKIES_items"), ()
        )
        meta = {name: value for name, value in data["request_meta"].items() if name in _TOLD}
        return data | nothing | {"request_meta": meta, "request_insecure_uri": self.request.path}
