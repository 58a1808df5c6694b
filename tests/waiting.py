"""HTTP to servers of tests, which a busy machine makes slow."""

from functools import partial

import httpx

SECONDS = 60.0  # that an answer may take

get = partial(httpx.get, timeout=SECONDS)
post = partial(httpx.post, timeout=SECONDS)
request = partial(httpx.request, timeout=SECONDS)
