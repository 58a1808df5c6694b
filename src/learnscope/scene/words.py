"""Numbers and counts in sentences, as every floor writes them."""

from learnscope.words import (
    DIGITS as DIGITS,
    change as change,
    count as count,
    grouped as grouped,
    listed as listed,
    number as number,
    operand as operand,
    percent as percent,
    signed as signed,
)
