"""Whether the Learnscope of this account answers, for what watches over containers and services.

    python -m learnscope.hosts.server.healthy 8765

ends with 0 where one answers at that port of this machine and takes this account's token, else with 1 and a
sentence.
"""

import sys
import urllib.error
import urllib.request

from learnscope.hosts.server.token import kept_token, token_file

PATIENCE = 5.0  # seconds


def complaint(port: int) -> str:
    """What is wrong with the server at `port`; empty where nothing is."""
    address = f"http://127.0.0.1:{port}/health"
    bearer = {"Authorization": f"Bearer {kept_token(token_file())}"}
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(urllib.request.Request(address, headers=bearer), timeout=PATIENCE):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return f"what answers at {address} says {error.code}; it is another account's, or no Learnscope"
    except OSError as error:
        return f"nothing answers at {address} ({error})"


if __name__ == "__main__":
    sys.exit(complaint(int(sys.argv[1])) or None)
