"""Many sittings at once, with their clock, their outboxes and their snapshots; no transport.

A host brings readers. For each it makes a `Reader` whose `Outbox` is told how one message is sent, attends a
sitting by name, shows it what there is, and hands over what the reader sends:

    sittings = Sittings(make, decode, store=Store(folder))
    reader = Reader(Outbox(send), close)
    with sittings.attend(name, reader) as sitting:
        sending = asyncio.create_task(reader.outbox.run())
        await sitting.show(reader)
        async for message in what_comes:
            await sitting.answer(message, reader)

What is sent and received is the wire format's MessagePack, one value a message. `make` begins a session or
goes on from a snapshot (`model.Model` says what a session must be able to do), `decode` reads an intent. All
runs in one event loop; sessions work in threads, one call at a time each. A server, a notebook's widget (one
sitting, whose name the notebook gives, and a store only if it wants one) and a test are hosts alike.
"""
