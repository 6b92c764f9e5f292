"""Where files come from: static ones from a folder, pictures from a folder or from a bucket of S3's kind."""

import io
import mimetypes
from functools import cached_property

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri
from whitenoise.storage import CompressedManifestStaticFilesStorage

from newsroom.lib.joining import joined

# What everybody may see; whatever has another name is for the desk alone.
PUBLIC = "pictures/"
_A_YEAR = 31_536_000
# Seconds for which an address is good that the desk gets of an original.
_SIGNED_FOR = 300


# What only names others, and reaches readers as one file with all of them.
JOINED = ["newsroom/css/paper.css", "newsroom/js/lists.js", "newsroom/js/reading.js"]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Files under hashed names, joined and compressed once; the imports of ES modules are rewritten too."""

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
            # As it was written, since what lies here may have been joined the last time.
            storage, path = paths[f"{folder}/{beside}"]
            with storage.open(path) as file:
                return file.read().decode()

        text = joined(own, read)
        self.delete(name)
        self.save(name, ContentFile(text.encode()))


class Bucket(Storage):
    """Pictures in a bucket. Readers fetch renditions at `front`, a CDN's address or the bucket's own.

    Nothing is given an access list, which a new bucket refuses: what lies under `pictures/` is public by the bucket's
    policy (see the README), and originals, which may hold the place where they were taken, are not. To ask for an
    address of a rendition takes neither the network nor boto3.
    """

    def __init__(self, *, bucket: str, prefix: str, region: str, endpoint: str, front: str):
        self._bucket, self._prefix, self._region, self._endpoint, self._front = bucket, prefix, region, endpoint, front

    @cached_property
    def _client(self):
        # Here, since it takes half a second and 30 MB, and most workers never keep a picture.
        import boto3
        from botocore.config import Config

        config = Config(
            signature_version="s3v4",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path" if self._endpoint else "virtual"},
            # Servers other than Amazon's refuse the checksums that boto3 adds by itself.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        where = {"region_name": self._region, "endpoint_url": self._endpoint or None}
        return boto3.session.Session().client("s3", config=config, **where)

    def url(self, name: str) -> str:
        """Return the address of a rendition for everybody, of an original for the desk and a few minutes."""
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
        """Take a name as it is: it holds either a hash of its bytes or chance enough to be new."""
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
