"""A class: students by the names they pick, where they are, what they answered, what their teacher wants.

    names.py      a name that somebody typed, made harmless
    tally.py      answers to a question, as bars
    classroom.py  the class itself
    places.py     what a sitting is to its student, and what the teacher's is
    answers.py    the file that is left of it

Nothing here knows how a message is carried. Who may have which sitting is `hosts/server/seats.py`.
"""
