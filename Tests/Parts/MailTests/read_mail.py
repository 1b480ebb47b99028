"""Reads a message on standard input with Python's email package and says in JSON what it found."""
import email
import email.policy
import base64
import json
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = []
for part in message.walk():
    if part.is_multipart():
        parts.append({"type": part.get_content_type(), "filename": "", "content": "", "id": ""})
        continue
    parts.append({
        "type": part.get_content_type(),
        "filename": part.get_filename() or "",
        "content": base64.b64encode(part.get_payload(decode=True)).decode(),
        "id": part["Content-ID"] or "",
    })
defects = [str(defect) for part in message.walk() for defect in part.defects]
defects += [str(defect) for value in message.values() for defect in getattr(value, "defects", [])]
mailboxes = {
    name: [[address.display_name, address.addr_spec] for address in message[name].addresses]
    for name in ("From", "To", "Cc", "Reply-To") if message[name] is not None
}
json.dump({
    "headers": {name: str(value) for name, value in message.items()},
    "mailboxes": mailboxes,
    "parts": parts,
    "defects": defects,
    "date": message["Date"].datetime.timestamp() if message["Date"] and message["Date"].datetime else 0,
}, sys.stdout)
