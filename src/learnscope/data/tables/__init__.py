"""Tables of columns with names, and how they become a data set.

    load                        the two verbs: load_csv (and TSV, Parquet), from_frame
    csv_source · frame_source   a table, some thousand rows at a time
    survey                      the first reading: what each column holds
    columns · outputs           what becomes of each column, or why it cannot be used
    encode                      the second reading: its numbers

A table is read twice so that it never stands in memory beside the data set made of it.
"""

from learnscope.data.tables.load import from_frame, load_csv

__all__ = ["from_frame", "load_csv"]
