"""A class: students by the names they pick, where they are, what they answered, what their teacher wants.

    names.py      a name that somebody typed, made harmless
    code.py       the address as a QR code
    questions.py  the questions that were asked, and what each student said
    tally.py      answers to a question, as bars
    classroom.py  the class itself
    standing.py   what a student's desk and the class say to each other
    places.py     what a sitting is to its student, and what the teacher's is
    lines.py      how a desk and its class are connected, within a process or between two
    answers.py    the file that is left of it
    closing.py    what ends it, once

Nothing here knows how a message is carried. Who may have which sitting is `hosts/server/seats.py`.
"""
