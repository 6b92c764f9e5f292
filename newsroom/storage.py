"""Where static files come from."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Files under hashed names, compressed once; the imports of ES modules are rewritten too."""

    support_js_module_import_aggregation = True
