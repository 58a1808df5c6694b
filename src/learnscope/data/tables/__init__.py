"""Tables of columns with names, and how they become a data set.

    load                        the two verbs: load_csv (tables of any kind), from_frame
    files                       which source reads a file, by its first bytes
    layout · encodings          how a text is laid out, found in its first lines
    csv_source · frame_source   a table, some thousand rows at a time
    reading · survey            the first reading: what each column holds, and how its numbers are written
    leaving · columns · outputs what becomes of each column, or why it cannot be used
    gaps                        missing values, and what each way out would lose
    encode                      the second reading: its numbers

A table is read twice so that it never stands in memory beside the data set made of it. What was decided is
said once, as `Decision`s of the data set.
"""

from learnscope.data.tables.load import from_frame, load_csv

__all__ = ["from_frame", "load_csv"]
