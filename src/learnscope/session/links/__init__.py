"""Links: a text that holds exactly one state of a sitting, and opens it in another.

    made.py     what a link says of a state
    opened.py   the state it leads to: its steps are made again, by the engines that made them
    text.py     the record as characters of an address, versioned, and back
    reading.py  what a text that somebody pastes means: such a link, a recipe, a page of a lesson, or an
                address of the playground

What was trained is said by recipe and steps, so a link stays short however long the training was; numbers
that were set are carried bit for bit. Links of version 1 in `tests/fixtures/links` have to open for ever.
"""
