"""Reading apart: what strangers send is read in a process of its own, which may be ended.

task      what is to be read, and how much of the machine that may take
reading   the process, begun, watched and ended by whoever reads
child     what that process does
plain     what it found, on its way back: numbers and words, of which nothing is executed
"""

from learnscope.data.apart.plain import Found
from learnscope.data.apart.reading import Reading
from learnscope.data.apart.task import APART, Share, Task

__all__ = ["APART", "Found", "Reading", "Share", "Task"]
