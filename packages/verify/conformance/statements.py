#!/usr/bin/env python3
"""A second checker of what Sotto signs beside its logs: what the README says, with Python's standard library alone.

    python3 statements.py receipt|agreement|certificate|export FILE [--key VKEY]...
        [--text FILE] [--copy FILE] [--address ADDRESS --nonce NONCE]

Exit codes: 0 valid, 1 not valid, 3 nothing wrong and nothing proven.
"""

import argparse
import base64
import datetime
import hashlib
import hmac
import json
import re
import struct
import sys
import unicodedata
import zlib

from verify import (
    Malformed,
    ed25519_is_valid,
    from_base64,
    is_included,
    leaf_of,
    read_checkpoint,
    read_key,
    signature_of,
)

# --- JSON: as JSON.stringify writes it, and canonical (RFC 8785) ------------------------------------------------------

SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Twice(dict):
    """An object in which a name comes twice. The last one counts."""


def object_of(pairs):
    value = dict(pairs)
    return value if len(value) == len(pairs) else Twice(value)


def parse(text):
    """JSON with each number as the double that it stands for."""

    def refuse(word):
        raise Malformed(f"{word} is not JSON")

    try:
        return json.loads(text, parse_int=float, parse_constant=refuse, object_pairs_hook=object_of)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error


def parse_object(text):
    value = parse(text)
    if not isinstance(value, dict) or isinstance(value, Twice):
        raise Malformed("not a JSON object in which no name comes twice")
    return value


def write_text(text):
    out = []
    for char in text:
        if char in SHORT:
            out.append(SHORT[char])
        elif char < " " or "\ud800" <= char <= "\udfff":
            out.append(f"\\u{ord(char):04x}")
        else:
            out.append(char)
    return '"' + "".join(out) + '"'


def write_number(value):
    """ECMAScript's Number::toString, of the shortest digits that lead back to the double."""
    if value != value or value in (float("inf"), float("-inf")):
        raise Malformed("a number that JSON does not have")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(exponent or 0)
    digits = (whole + part).lstrip("0")
    point -= len(whole + part) - len(digits)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + power


def write(value, names=None):
    """As JSON.stringify writes it; canonical where `names` orders the names of objects."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return write_number(value)
    if isinstance(value, str):
        return write_text(value)
    if isinstance(value, list):
        return "[" + ",".join(write(each, names) for each in value) + "]"
    pairs = sorted(value.items(), key=lambda pair: names(pair[0])) if names else value.items()
    return "{" + ",".join(f"{write_text(name)}:{write(each, names)}" for name, each in pairs) + "}"


def code_units(name):
    return name.encode("utf-16-be", "surrogatepass")


def canonical_object(text, form):
    """Reads canonical JSON in which each field has its form. Lone surrogates have no place in it."""
    value = parse_object(text)
    if re.search("[\ud800-\udfff]", text) or re.search("[\ud800-\udfff]", write_all(value)):
        raise Malformed("a lone surrogate")
    if write(value, code_units) != text:
        raise Malformed("not canonical JSON")
    demand(value, form)
    return value


def write_all(value):
    """Every text in a value, joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(write_all(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(name + "\n" + write_all(each) for name, each in value.items())
    return ""


# --- Forms of fields --------------------------------------------------------------------------------------------------


def is_text(value):
    return isinstance(value, str)


def is_name(value):
    return isinstance(value, str) and value != ""


def is_hash(value):
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def is_whole(value):
    return isinstance(value, float) and value - value == 0 and value == int(value) and abs(value) < 2**53


def is_count(value):
    return is_whole(value) and value >= 0


def is_time(value):
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value, re.ASCII):
        return False
    try:
        datetime.datetime.strptime(value[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return value[17:19] != "60" and value[17:19] != "61"


def or_null(form):
    return lambda value: value is None or fits(value, form)


def list_of(form):
    return lambda value: isinstance(value, list) and all(fits(each, form) for each in value)


def fits(value, form):
    if not isinstance(form, dict):
        return form(value)
    return isinstance(value, dict) and all(fits(value.get(name, MISSING), each) for name, each in form.items())


MISSING = object()


def may_lack(form):
    return lambda value: value is MISSING or form(value)


def demand(value, form):
    wrong = [name for name, each in form.items() if not fits(value.get(name, MISSING), each)]
    if wrong:
        raise Malformed(f"no valid {', '.join(wrong)}")


RECEIPT = {
    "team": is_name,
    "id": is_name,
    "source": is_name,
    "at": is_time,
    "policy": {"id": is_name, "version": lambda value: is_name(value) or is_whole(value)},
    "text": or_null(is_hash),
    "layout": or_null(is_name),
    "language": or_null(is_name),
    "region": or_null(is_name),
    "gpc": lambda value: isinstance(value, bool),
    "choices": lambda value: isinstance(value, dict) and all(each in ("granted", "denied") for each in value.values()),
}
AGREEMENT = {
    "team": is_name,
    "paper": is_name,
    "name": is_name,
    "title": is_text,
    "version": lambda value: is_count(value) and value > 0,
    "sha256": is_hash,
    "party": lambda value: value in ("own", "other"),
    "by": or_null(is_name),
    "at": is_time,
    "through": may_lack(is_name),
    "copy": may_lack(is_hash),
}
CERTIFICATE = {
    "erasure": is_name,
    "team": is_name,
    "request": or_null(is_name),
    "person": {"address": is_name, "hmac": is_hash},
    "begun": is_time,
    "completed": is_time,
    "collections": list_of(
        {
            "collection": is_name,
            "deleted": is_count,
            "anonymised": is_count,
            "withheld": is_count,
            "kept": lambda value: isinstance(value, list),
        }
    ),
    "keys": {"destroyed": is_count, "epoch": is_name},
    "withheld": list_of(
        {"collection": is_name, "why": is_name, "ground": is_name, "count": is_count, "until": or_null(is_time)}
    ),
    "scan": {"rows": is_count, "collections": is_count, "found": is_count, "mentions": is_count, "unreadable": may_lack(is_count)},
    "processors": list_of({"name": is_text, "state": is_name, "at": or_null(is_time)}),
    "providers": list_of({"provider": is_name, "model": is_name, "last": is_time, "clear": or_null(is_time)}),
    "backups": {"expected": is_time},
    "suppressedUntil": or_null(is_time),
}
SUPPLEMENT = {"certificate": is_hash, "erasure": is_name, "team": is_name, "at": is_time, "says": {"what": is_name}}
MANIFEST = {
    "export": is_text,
    "team": is_text,
    "asOf": is_text,
    "files": list_of({"name": is_text, "bytes": is_count, "sha256": is_hash}),
    "archive": {"bytes": is_count, "sha256": is_hash},
}


def decoded(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error


def text_of(value, name):
    if not isinstance(value.get(name), str):
        raise Malformed(f"no {name}")
    return value[name]


# --- Who signed it ----------------------------------------------------------------------------------------------------


def demand_signed(kind, said, signature, public_key):
    data = from_base64(signature)
    if not ed25519_is_valid(public_key, f"sotto-{kind}-v1\n{said}".encode(), data):
        raise Malformed("the signature does not fit")


def is_log_of(name, team):
    """Whether a key is of a log of a team: `sotto/TEAM/N`."""
    match = re.fullmatch(r"sotto/([^/]+)/[1-9]\d*", name)
    return match is not None and match[1] == team


def vouched(name, public_key, keys):
    """Whether a key that was given is this one: the same 32 bytes, of the same team."""
    given = [read_key(key) for key in keys]
    team = name.rsplit("/", 1)[0]
    same = [own for own, public in given if public == public_key and own.rsplit("/", 1)[0] == team]
    if given and not same:
        raise Malformed("it is signed by another key than the one that was given")
    return len(same) > 0


def demand_logged(proof_text, name, public_key, action, target, team, detail, text):
    """The proof that an entry of the log has the hash of a text."""
    head, middle, note = proof_text.partition("\n\n")
    lines = head.split("\n")
    if not middle or len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Malformed("not a proof")
    if not lines[1].startswith("extra ") or not re.fullmatch(r"index (0|[1-9]\d{0,15})", lines[2]):
        raise Malformed("not a proof")
    entry = from_base64(lines[1][len("extra ") :])
    index = int(lines[2][len("index ") :])
    path = [from_base64(line) for line in lines[3:]]
    checkpoint = read_checkpoint(note)
    if checkpoint["origin"] != name or signature_of(checkpoint, name, public_key) != "signed":
        raise Malformed("the checkpoint of the proof is not signed by the key")
    if any(len(each) != 32 for each in path):
        raise Malformed("not a proof")
    if not is_included(leaf_of(entry), index, checkpoint["size"], path, checkpoint["root"]):
        raise Malformed("the entry is not in the log")
    said = parse_object(decoded(entry))
    details = said.get("details")
    if said.get("action") != action or said.get("target") != target or said.get("team") != team:
        raise Malformed("the entry is about something else")
    if not isinstance(details, dict) or details.get(detail) != hashlib.sha256(text.encode()).hexdigest():
        raise Malformed("the entry has another hash")


# --- The statements ---------------------------------------------------------------------------------------------------


def check_receipt(data, keys, text=None):
    file = parse_object(decoded(data))
    record = None
    if isinstance(file.get("receipt"), dict):
        if says_twice(file):
            raise Malformed("a name comes twice in the answer")
        record = file.get("record")
        text = data if text is None and isinstance(file.get("shown"), dict) else text
        file = file["receipt"]
    version = file.get("sotto-receipt")
    if set(file) != {"sotto-receipt", "receipt", "signature", "verifier"} or version != 1.0 or isinstance(version, bool):
        raise Malformed("not a receipt")
    said = text_of(file, "receipt")
    receipt = canonical_object(said, RECEIPT)
    name, public_key = read_key(text_of(file, "verifier"))
    if name != f"sotto/{receipt.get('team')}/receipts":
        raise Malformed("the key is of another team")
    demand_signed("receipt", said, text_of(file, "signature"), public_key)
    if isinstance(record, dict):
        demand_same_record(record, {**receipt, "receivedAt": receipt.get("received", MISSING)}, said)
    if text is not None and receipt.get("text") not in [hashlib.sha256(form).hexdigest() for form in forms_of_shown(text)]:
        raise Malformed("another text")
    return vouched(name, public_key, keys)


RECORD = ("id", "at", "receivedAt", "policy", "text", "layout", "language", "region", "source", "gpc", "choices", "receipt")


def demand_same_record(record, receipt, said):
    """The record beside a receipt, which nobody signed, says the same."""

    def without_null(facts):
        nothing = {"text": hashlib.sha256(b"").hexdigest(), "layout": "none", "language": "und"}
        plain = {**facts, **{name: none for name, none in nothing.items() if facts.get(name) is None}}
        policy = plain.get("policy")
        if isinstance(policy, dict):
            none = {name: each for name, each in (("id", "none"), ("version", 0.0)) if policy.get(name) is None}
            plain["policy"] = {**policy, **none}
        return plain

    digest = hashlib.sha256(f"sotto-receipt-v1\n{said}".encode()).hexdigest()
    outside, inside = without_null(record), without_null({**receipt, "receipt": digest})
    for name in RECORD:
        if name in record:
            other = inside.get(name, MISSING)
            if other is MISSING or write(outside[name], code_units) != write(other, code_units):
                raise Malformed(f"the record says {name} otherwise")


def forms_of_shown(data):
    """The bytes as they are and, of JSON, what is hashed of it: itself, or the texts in the API's answer with a record."""
    try:
        value = parse_object(decoded(data))
    except Malformed:
        return [data]
    if says_twice(value):
        return [data]
    values = [value]
    if isinstance(value.get("shown"), dict):
        record = value.get("record") if isinstance(value.get("record"), dict) else {}
        values.append({**{name: record.get(name) for name in ("layer", "layout", "language")}, "texts": value["shown"]})
    written = [write(each, code_units) for each in values]
    # Half a character has no UTF-8, and no hash.
    return [data] + [each.encode() for each in written if not re.search("[\ud800-\udfff]", write_all(parse(each)))]


def says_twice(value):
    each = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return isinstance(value, Twice) or any(says_twice(one) for one in each)


BESIDE = {"version": "version", "hash": "sha256", "party": "party", "name": "name", "title": "title", "at": "at", "memberId": "by"}


def check_agreement(data, keys, text=None, copy=None):
    file = parse_object(decoded(data))
    said = text_of(file, "receipt")
    receipt = canonical_object(said, AGREEMENT)
    name, public_key = read_key(text_of(file, "verifier"))
    if not is_log_of(name, receipt["team"]):
        raise Malformed("the key is of another team")
    demand_signed("agreement", said, text_of(file, "signature"), public_key)
    for beside, within in BESIDE.items():
        if beside in file and file[beside] != receipt.get(within):
            raise Malformed(f"{beside} stands beside it otherwise")
    for given, field in ((text, "sha256"), (copy, "copy")):
        if given is not None and hashlib.sha256(given).hexdigest() != receipt.get(field):
            raise Malformed(f"another {field}")
    return vouched(name, public_key, keys)


def demand_written(data, kind, names):
    """A file exactly as JSON.stringify writes it, names in an order; one newline may follow."""
    text = decoded(data)
    text = text[:-1] if text.endswith("\n") else text
    file = parse_object(text)
    if list(file) != names or write(file) != text:
        raise Malformed("not written as it was issued")
    if file[kind] != 1.0 or isinstance(file[kind], bool):
        raise Malformed("of another version")
    return file


def check_certificate(data, keys, address=None, nonce=None):
    names = ["sotto-certificate", "certificate", "signature", "verifier", "proof", "supplements"]
    file = demand_written(data, "sotto-certificate", names)
    said, proof = text_of(file, "certificate"), text_of(file, "proof")
    certificate = canonical_object(said, CERTIFICATE)
    erasure, team = certificate["erasure"], certificate["team"]
    name, public_key = read_key(text_of(file, "verifier"))
    if not is_log_of(name, team):
        raise Malformed("the key is of another team")
    demand_signed("certificate", f"{said}\n{proof}", text_of(file, "signature"), public_key)
    demand_logged(proof, name, public_key, "erasure.completed", erasure, team, "certificate", said)
    if not isinstance(file["supplements"], list):
        raise Malformed("no supplements")
    for each in file["supplements"]:
        if not isinstance(each, dict) or list(each) != ["supplement", "signature", "proof"]:
            raise Malformed("not a supplement")
        check_supplement(each, said, erasure, team, public_key)
    if address is not None:
        demand_person(certificate["person"], address, nonce)
    return vouched(name, public_key, keys)


def check_supplement(file, certificate, erasure, team, public_key):
    said, proof = text_of(file, "supplement"), text_of(file, "proof")
    supplement = canonical_object(said, SUPPLEMENT)
    own = (hashlib.sha256(certificate.encode()).hexdigest(), erasure, team)
    if (supplement["certificate"], supplement["erasure"], supplement["team"]) != own:
        raise Malformed("a supplement of another certificate")
    demand_signed("supplement", f"{said}\n{proof}", text_of(file, "signature"), public_key)
    origin = proof.partition("\n\n")[2].partition("\n")[0]
    if not is_log_of(origin, team):
        raise Malformed("a supplement in the log of another team")
    demand_logged(proof, origin, public_key, "erasure.supplemented", erasure, team, "supplement", said)


def demand_person(person, address, nonce):
    secret = base64.urlsafe_b64decode(nonce + "=" * (-len(nonce) % 4))
    whole = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", address).lower().strip())
    forms = [address.strip(), whole]
    local, at, domain = whole.rpartition("@")
    if at:
        # Python brings IDNA of 2003 along. A domain in which UTS 46 says otherwise has to be given in ASCII.
        forms.append(f"{local}@{domain.encode('idna').decode()}")
    digits = re.sub(r"[\s().\-/]", "", address.replace("(0)", ""))
    if re.fullmatch(r"(\+|00)[0-9]{6,15}", digits):
        forms.append(re.sub(r"^00", "+", digits))
    if person["hmac"] not in [hmac.new(secret, form.encode(), hashlib.sha256).hexdigest() for form in forms]:
        raise Malformed("it is about somebody else")


# --- The file with a person's data ------------------------------------------------------------------------------------


NAME = re.compile(rb"(?:[A-Za-z0-9][A-Za-z0-9_-]*/)*[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z0-9]+")
LARGEST = 2**32 - 2


def check_export(data, keys):
    entries, place = [], 0
    while data[place : place + 4] == b"PK\x03\x04":
        entries.append(read_entry(data, place, entries))
        place = entries[-1]["ends"]
    if not entries or entries[-1]["method"] != 0:
        raise Malformed("the last file is not manifest.json")
    # There is one way to write what stands behind the files.
    directory = b"".join(record_of(each) for each in entries)
    if data[place:] != directory + end_of(len(entries), len(directory), place):
        raise Malformed("the directory says something else than the files, or something was added")
    last = entries[-1]
    names = ["sotto-export", "manifest", "signature", "verifier", "proof"]
    file = demand_written(last["content"], "sotto-export", names)
    if last["content"].endswith(b"\n"):
        raise Malformed("not written as it was issued")
    said, proof = text_of(file, "manifest"), text_of(file, "proof")
    manifest = canonical_object(said, MANIFEST)
    name, public_key = read_key(text_of(file, "verifier"))
    team, export = manifest["team"], manifest["export"]
    if not is_log_of(name, team):
        raise Malformed("the key is of another team")
    demand_signed("export", f"{said}\n{proof}", text_of(file, "signature"), public_key)
    demand_logged(proof, name, public_key, "access-export.packed", export, team, "manifest", said)
    named = [(each["name"], each["bytes"], each["sha256"]) for each in manifest["files"]]
    if named != [(each["name"].decode(), float(each["size"]), each["sha256"]) for each in entries[:-1]]:
        raise Malformed("other files than the manifest names")
    before = data[: last["begins"]]
    archive = manifest["archive"]
    if (archive["bytes"], archive["sha256"]) != (float(len(before)), hashlib.sha256(before).hexdigest()):
        raise Malformed("other bytes than the manifest names")
    return vouched(name, public_key, keys)


def read_entry(data, place, before):
    """A file: head, name, content, data descriptor."""
    if len(data) < place + 30:
        raise Malformed("the file is cut off")
    version, flags, method, time, nothing, length, extra = struct.unpack("<HHHI12sHH", data[place + 4 : place + 30])
    name = data[place + 30 : place + 30 + length]
    begins = place + 30 + length
    if (version, flags, nothing, extra) != (20, 0x0808, bytes(12), 0) or any(each["time"] != time for each in before):
        raise Malformed("a head that no export has")
    if len(name) > 200 or not NAME.fullmatch(name) or any(each["name"].lower() == name.lower() for each in before):
        raise Malformed("a name that no export has, or has already")
    if method == 8 and name != b"manifest.json":
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(data[begins:])
        if not inflate.eof:
            raise Malformed("the file is cut off")
        after = len(data) - len(inflate.unused_data)
    elif method == 0 and name == b"manifest.json":
        after = manifest_end(data, begins)
        content = data[begins:after]
    else:
        raise Malformed("a file that is packed otherwise")
    packed, size = after - begins, len(content)
    is_long = max(packed, size, place) > LARGEST
    crc = zlib.crc32(content)
    ends = after + (24 if is_long else 16)
    descriptor = struct.pack("<IIQQ" if is_long else "<IIII", 0x08074B50, crc, packed, size)
    if data[after:ends] != descriptor:
        raise Malformed("not the descriptor of the file before it")
    return {
        "name": name,
        "method": method,
        "time": time,
        "crc": crc,
        "packed": packed,
        "size": size,
        "is_long": is_long,
        "place": place,
        "begins": begins,
        "ends": ends,
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content if method == 0 else b"",
    }


def manifest_end(data, begins):
    """Where a stored file ends: before the descriptor whose sizes say so."""
    at = data.find(b"PK\x07\x08", begins)
    while at >= 0:
        for form in ("<II", "<QQ"):
            sizes = data[at + 8 : at + 8 + struct.calcsize(form)]
            if len(sizes) == struct.calcsize(form) and struct.unpack(form, sizes) == (at - begins, at - begins):
                return at
        at = data.find(b"PK\x07\x08", at + 1)
    raise Malformed("the file is cut off")


def record_of(entry):
    """What the directory says of a file."""
    numbers = (entry["packed"], entry["size"], entry["place"])
    packed, size, place = (0xFFFFFFFF,) * 3 if entry["is_long"] else numbers
    extra = struct.pack("<HHQQQ", 1, 24, entry["size"], entry["packed"], entry["place"]) if entry["is_long"] else b""
    made_by, version, attributes = 0x033F, 45 if entry["is_long"] else 20, 0x81A40000
    head = struct.pack("<4sHHHHI", b"PK\x01\x02", made_by, version, 0x0808, entry["method"], entry["time"])
    head += struct.pack("<III", entry["crc"], packed, size)
    head += struct.pack("<HHHHHII", len(entry["name"]), len(extra), 0, 0, 0, attributes, place)
    return head + entry["name"] + extra


def end_of(count, length, place):
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), min(length, 2**32 - 1), min(place, 2**32 - 1), 0
    )
    if count < 0xFFFF and length < 2**32 - 1 and place < 2**32 - 1:
        return end
    long = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 0x033F, 45, 0, 0, count, count, length, place)
    return long + struct.pack("<4sIQI", b"PK\x06\x07", 0, place + length, 1) + end


# --- The verdict ------------------------------------------------------------------------------------------------------

CHECKS = {"receipt": check_receipt, "agreement": check_agreement, "certificate": check_certificate, "export": check_export}


def verify_statement(kind, data, keys=(), **given):
    """Returns {"status", "problem"}."""
    try:
        return {"status": "valid" if CHECKS[kind](data, keys, **given) else "unproven", "problem": None}
    except Malformed as error:
        return {"status": "invalid", "problem": str(error)}
    except (ValueError, struct.error, zlib.error) as error:
        return {"status": "invalid", "problem": str(error)}


def main():
    parser = argparse.ArgumentParser(description="Checks what Sotto signs beside its logs.")
    parser.add_argument("kind", choices=CHECKS)
    parser.add_argument("file")
    parser.add_argument("--key", action="append", default=[])
    for name in ("text", "copy", "address", "nonce"):
        parser.add_argument(f"--{name}")
    asked = vars(parser.parse_args())
    read = lambda path: open(path, "rb").read()
    given = {name: read(asked[name]) for name in ("text", "copy") if asked[name]}
    given.update({name: asked[name] for name in ("address", "nonce") if asked[name]})
    verdict = verify_statement(asked["kind"], read(asked["file"]), asked["key"], **given)
    print(json.dumps(verdict))
    return {"valid": 0, "invalid": 1, "unproven": 3}[verdict["status"]]


if __name__ == "__main__":
    sys.exit(main())
