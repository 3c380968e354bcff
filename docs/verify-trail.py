"""Recomputes the hash chain of an audit trail that was exported as JSON lines: python3 verify-trail.py TRAIL.jsonl
Needs nothing but Python. Each line is the text that was hashed, with its hash as the last member."""
import hashlib, json, sys

previous, count = None, 0
for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    text, mark, rest = line.rstrip("\n").rpartition(',"hash":"')
    entry, stated = text + "}", rest[:64]
    if mark == "" or hashlib.sha256(entry.encode("utf-8")).hexdigest() != stated:
        sys.exit(f"line {number}: its text does not have its hash")
    said = json.loads(entry)
    if previous is not None and (said["previous"], said["seq"]) != (previous[1], previous[0] + 1):
        sys.exit(f"line {number}: it does not follow the line before it")
    if previous is None and said["seq"] == 1 and said["previous"] != "0" * 64:
        sys.exit(f"line {number}: the first entry has a predecessor")
    previous, count = (said["seq"], stated), count + 1
print(f"{count} entries, last {previous[0]} {previous[1]}" if previous else "no entries")
