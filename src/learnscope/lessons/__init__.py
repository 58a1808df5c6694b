"""Lessons: Markdown files in which blocks set what is on the page, ask, play, and set goals.

A lesson is data. HTML is off, nothing in a file is executed, and what it says of a network is computed when
it is shown: from `expressions` on named numbers.
"""
