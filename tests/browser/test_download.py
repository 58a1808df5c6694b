"""What the browser must download before the page is drawn first, and how long that takes."""

from playwright.sync_api import Browser, CDPSession

from tests.browser.conftest import Server

MOST = 250_000  # bytes


def test_the_first_paint_needs_few_bytes(server: Server, browser: Browser) -> None:
    """Files as they travel, compressed, and all messages until the network is drawn, in an empty browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    counted = _counting(context.new_cdp_session(page))
    page.goto(server.address)
    page.wait_for_selector(".stage .picture")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    total = sum(counted.values())
    encodings = page.evaluate(
        """async () => (await Promise.all(performance.getEntriesByType('resource')
            .filter(({ name }) => /\\.(js|css)$/.test(name))
            .map(async ({ name }) => (await fetch(name)).headers.get('content-encoding'))))"""
    )
    context.close()

    assert 20_000 < total <= MOST, f"{total} bytes: {counted}"
    assert encodings
    assert set(encodings) == {"br"}


def _counting(session: CDPSession) -> dict[str, int]:
    """Bytes by address, headers included, as they come in."""
    addresses: dict[str, str] = {}
    counted: dict[str, int] = {}

    def ended(event: dict[str, object]) -> None:
        name = addresses.get(str(event["requestId"]), "?")
        counted[name] = counted.get(name, 0) + int(str(event["encodedDataLength"]))

    def message(event: dict[str, dict[str, str]]) -> None:
        # binary payloads are told in base64
        counted["messages"] = counted.get("messages", 0) + len(event["response"]["payloadData"]) * 3 // 4

    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.update({event["requestId"]: event["request"]["url"].rsplit("/", 1)[-1]}),
    )
    session.on("Network.loadingFinished", ended)
    session.on("Network.webSocketFrameReceived", message)
    session.send("Network.enable")
    return counted
