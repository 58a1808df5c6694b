"""The page in a browser: a web server for one machine, one room, or one proxy.

    names     host names as browsers send them
    listener  the socket, and the address people are told
    guard     who may talk to the server: Host, Origin and token
    token     the token, kept from one start to the next, and the ticket a browser is started with
    door      the page for whoever comes without it
    page      the built page as files
    outbox    what waits to be sent to one reader
    sittings  sessions and those who look at them
    upload    files that a reader sends: taken by `incoming`, opened by `received`
    app       the addresses, put together
    serve     running it until somebody ends it

Every address inside the page is relative, so the server works below any path of a proxy.
"""
