"""A connection that takes its time: what one side sends, the other gets so many milliseconds later."""

import asyncio
import contextlib
import threading
from types import TracebackType


class SlowWay:
    """A port of this machine that leads to another; `latency` counts once in each direction."""

    def __init__(self, to: int) -> None:
        self.latency = 0.0  # seconds
        self._to = to
        self._loop = asyncio.new_event_loop()
        self._ways: set[asyncio.StreamWriter] = set()
        self._opened: list[asyncio.StreamWriter] = []
        self._leading: list[asyncio.Task[None]] = []
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> "SlowWay":
        self._thread.start()
        server = self._do(asyncio.start_server(self._arrived, "127.0.0.1", 0))
        self._server = server
        self.port: int = server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        async def end() -> None:
            self._server.close()
            while rest := asyncio.all_tasks() - {asyncio.current_task()}:  # one may begin as another ends
                for task in self._leading:  # not those that accept: cancelled early, they leave a socket open
                    task.cancel()
                await asyncio.gather(*rest, return_exceptions=True)
            for writer in self._opened:
                writer.transport.abort()
            await asyncio.sleep(0)  # a connection that was broken off is closed in the loop's next turn

        self.cut()
        self._do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Break every connection; what is under way never arrives."""

        async def close() -> None:
            for writer in list(self._ways):
                writer.transport.abort()

        self._do(close())

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _arrived(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._opened.append(writer)  # at once: a task may end before it begins
        self._leading.append(self._loop.create_task(self._lead(reader, writer)))

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            self._opened.append(back)
            await asyncio.gather(
                self._carry(reader, back), self._carry(there, writer), return_exceptions=True
            )
            back.transport.abort()
        finally:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        self._ways.add(writer)
        async with asyncio.TaskGroup() as arriving:
            arriving.create_task(self._arrive(under_way, writer))
            with contextlib.suppress(OSError):
                while data := await reader.read(2**16):
                    under_way.put_nowait((self._loop.time() + self.latency, data))
            under_way.put_nowait((self._loop.time() + self.latency, b""))
        self._ways.discard(writer)

    async def _arrive(
        self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = await under_way.get()
                await asyncio.sleep(due - self._loop.time())
                if not data:
                    break
                writer.write(data)
        writer.close()
