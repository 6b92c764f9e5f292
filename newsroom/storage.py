"""File storage: static files in a folder, pictures in a folder or in an S3-compatible bucket."""

import io
import mimetypes
from functools import cached_property

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri
from whitenoise.storage import CompressedManifestStaticFilesStorage

from newsroom.lib.joining import joined

# Files with this prefix are public; all others are for the desk only.
PUBLIC = "pictures/"
_A_YEAR = 31_536_000
# Seconds for which a signed address of an original is valid.
_SIGNED_FOR = 300


# Files that only import others, bundled into one.
JOINED = ["newsroom/css/paper.css", "newsroom/js/lists.js", "newsroom/js/reading.js"]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, bundled and compressed; the imports of ES modules are rewritten too."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            names = paths.keys() & set(JOINED)
            for name in names:
                self._join(name, paths)
            paths = paths | {name: (self, name) for name in names}
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name: str, paths: dict) -> None:
        folder, _slash, own = name.rpartition("/")

        def read(beside: str) -> str:
            # From the source folder, since the file here may be a bundle of the last run.
            storage, path = paths[f"{folder}/{beside}"]
            with storage.open(path) as file:
                return file.read().decode()

        text = joined(own, read)
        self.delete(name)
        self.save(name, ContentFile(text.encode()))


class Bucket(Storage):
    """Pictures in a bucket. Readers fetch renditions at `front`, the address of a CDN or of the bucket.

    No file gets an access control list, which a new bucket refuses. What is under `pictures/` is public by the bucket's
    policy (see the README). Originals are not, as they may contain the location. The address of a rendition needs
    neither the network nor boto3.
    """

    def __init__(self, *, bucket: str, prefix: str, region: str, endpoint: str, front: str):
        self._bucket, self._prefix, self._region, self._endpoint, self._front = bucket, prefix, region, endpoint, front

    @cached_property
    def _client(self):
        # Imported here, since it takes half a second and 30 MB, and most workers never store a picture.
        import boto3
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path" if self._endpoint else "virtual"},
            # Servers other than Amazon's refuse the checksums that boto3 adds by default.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        where = {"region_name": self._region, "endpoint_url": self._endpoint or None}
        return boto3.session.Session().client("s3", config=config, **where)

    def url(self, name: str) -> str:
        """Return the public address of a rendition, or an address of an original that is signed for a few minutes."""
        if name.startswith(PUBLIC):
            return f"{self._front}/{filepath_to_uri(name)}"
        return self._client.generate_presigned_url("get_object", self._place(name), ExpiresIn=_SIGNED_FOR)

    def exists(self, name: str) -> bool:
        from botocore.exceptions import ClientError

        try:
            self._client.head_object(**self._place(name))
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise
        return True

    def delete(self, name: str) -> None:
        self._client.delete_object(**self._place(name))

    def size(self, name: str) -> int:
        return self._client.head_object(**self._place(name))["ContentLength"]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name unchanged: it contains a hash of the content or a random part."""
        return name

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(io.BytesIO(self._client.get_object(**self._place(name))["Body"].read()), name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        is_public = name.startswith(PUBLIC)
        self._client.put_object(
            **self._place(name),
            Body=content.read(),
            ContentType=mimetypes.guess_type(name)[0] or "application/octet-stream",
            CacheControl=f"public, max-age={_A_YEAR}, immutable" if is_public else "private, no-store",
        )
        return name

    def _place(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}/{name}".lstrip("/")}
