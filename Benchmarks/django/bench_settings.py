"""The peer's settings with the same promise as ours: a commit that was answered survives power loss."""
from settings import *  # noqa: F403

DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000;PRAGMA busy_timeout=5000")
ROOT_URLCONF = "bench_urls"
DATA_UPLOAD_MAX_MEMORY_SIZE = None
