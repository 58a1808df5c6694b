"""The developers' gallery: every scene the page must be able to draw, in every colour and size.

python tools/gallery.py                  build it into .gallery/ and serve it
python tools/gallery.py --port 9000      at another port
python tools/gallery.py --build FOLDER   only build it, there
"""

import functools
import http.server
import subprocess
import sys
from pathlib import Path

import node
import page
import scenes

HERE = node.WEB.parent / ".gallery"
PORT = 8770


def build(folder: Path) -> None:
    """The gallery's page and its scenes in `folder`, which is emptied first."""
    page.modules()
    node.npm(
        "run", "--silent", "gallery", "--", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "warn"
    )
    scenes.main(folder / "scenes")


def serve(folder: Path, port: int) -> None:
    """Hand out `folder` to this machine until interrupted."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"The gallery is at http://127.0.0.1:{port}/gallery.html; Ctrl-C ends it", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["--build", where]:
                build(Path(where).resolve())
            case []:
                build(HERE)
                serve(HERE, PORT)
            case ["--port", number] if number.isdecimal():
                build(HERE)
                serve(HERE, int(number))
            case _:
                sys.exit(__doc__)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)  # npm has said why
