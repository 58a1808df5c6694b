"""Runs on disk: one SQLite file each, of one format for the library and for the page.

write · read    a run of the library to a file and back
opened          what an opened run makes again when it is asked for
memory          the same tables as bytes, for what is kept inside something else
file            the file of a run that goes on, to which what is new is added
log, beside     what keeps it whole where the machine loses its power, and where that lies
autosave        the file of a sitting's run, written by a thread of its own
folder          the runs of this user: their list, their names
header          whether a file is one of ours, and whole
tables          what is in it, and how; contents, settings, changes, stored: the parts of that
packing         numbers as bytes
owner           who may write to it
versions        what decides the last bits, told to whoever opens it elsewhere

What decides and what was measured is kept; networks between keyframes are made again. Data of one's own up to
256 MB is part of the file; larger data, and what is built in, is known by its fingerprint.
"""
