#!/usr/bin/env python3
"""A second checker of Sotto logs: what the README says, with nothing but Python's standard library.

    python3 verify.py EXPORT.jsonl [--key VKEY]... [--checkpoint FILE]...

Exit codes: 0 valid, 1 not valid, 3 nothing wrong and nothing proven. It keeps the whole export in memory.
"""

import argparse
import base64
import binascii
import functools
import hashlib
import json
import re
import sys

# --- Ed25519 (RFC 8032, section 5.1.7) -------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(one, other):
    """Adds two points of the curve in extended coordinates."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point_of(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# The same checkpoint is asked about again and again, and this is slow.
@functools.lru_cache(maxsize=1024)
def ed25519_is_valid(public_key, message, signature):
    if len(signature) != 64:
        return False
    key, nonce = point_of(public_key), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or number >= L:
        return False
    challenge = hashlib.sha512(signature[:32] + public_key + message).digest()
    left = times(number, BASE)
    right = add(nonce, times(int.from_bytes(challenge, "little") % L, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- Encodings --------------------------------------------------------------------------------------------------------


class Malformed(Exception):
    pass


def from_base64(text):
    """Standard Base64 with padding; each sequence of bytes has one way to be written."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not Base64") from error
    if base64.b64encode(data).decode() != text:
        raise Malformed("not canonical Base64")
    return data


def from_json(line):
    try:
        value = json.loads(line.decode("utf-8"))
    except ValueError as error:
        raise Malformed("not JSON in UTF-8") from error
    if not isinstance(value, dict):
        raise Malformed("not a JSON object")
    return value


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def demand_form(line, value):
    if to_json(value).encode() != line:
        raise Malformed("not written as an export writes it")


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def hashes_of(text):
    data = from_base64(text)
    if len(data) == 0 or len(data) % 32 != 0 or len(data) > 256 * 32:
        raise Malformed("not 1 to 256 hashes")
    return [data[at : at + 32] for at in range(0, len(data), 32)]


# --- Tree (RFC 6962, section 2.1) -------------------------------------------------------------------------------------


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_of(entry):
    return sha256(b"\x00" + entry)


def node_of(left, right):
    return sha256(b"\x01" + left + right)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_of(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # A node without a sibling moves up unchanged: the tree over any number of leaves, level by level.
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def is_included(leaf, index, size, proof, root):
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        return False
    at, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            result = node_of(sibling, result)
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            result = node_of(result, sibling)
        at, last = at // 2, last // 2
    return last == 0 and result == root


# --- Notes, keys, checkpoints (C2SP signed-note, tlog-checkpoint) -----------------------------------------------------


def read_key(text):
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    if not match:
        raise Malformed("not a verifier key")
    name, key_id, data = match[1], match[2], from_base64(match[3])
    if len(data) != 33 or data[0] != 1 or id_of(name, data[1:]) != key_id:
        raise Malformed("not an Ed25519 verifier key, or altered")
    return name, data[1:]


def id_of(name, public_key):
    return sha256(name.encode() + b"\n\x01" + public_key)[:4].hex()


def read_checkpoint(note):
    if re.search(r"[\x00-\x09\x0b-\x1f]", note) or not note.endswith("\n") or "\n\n" not in note:
        raise Malformed("not a signed note")
    end = note.rindex("\n\n")
    text, lines = note[: end + 1], note[end + 2 : -1].split("\n")
    signatures = []
    for line in lines:
        match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        data = from_base64(match[2]) if match else b""
        if len(data) < 5:
            raise Malformed("not a signature line")
        signatures.append((match[1], data[:4].hex(), data[4:]))
    origin, size, root, *more = text[:-1].split("\n") + [""] * 3
    if not origin or "" in more[:-3] or not re.fullmatch(r"0|[1-9]\d{0,15}", size) or len(from_base64(root)) != 32:
        raise Malformed("not a checkpoint")
    return {"text": text, "signatures": signatures, "origin": origin, "size": int(size), "root": from_base64(root)}


def signature_of(checkpoint, name, public_key):
    """'signed', 'unsigned' or 'forged'."""
    own = [data for signer, key_id, data in checkpoint["signatures"] if (signer, key_id) == (name, id_of(name, public_key))]
    if not own:
        return "unsigned"
    message = checkpoint["text"].encode()
    return "signed" if all(ed25519_is_valid(public_key, message, data) for data in own) else "forged"


def team_of(origin):
    """Logs of one team differ in their last part only, which counts restores."""
    match = re.fullmatch(r"(.+)/([1-9]\d*)", origin)
    return (match[1], int(match[2])) if match else (origin, 1)


# --- Reading an export ------------------------------------------------------------------------------------------------


def read_header(line):
    value = from_json(line)
    version = value.get("sotto-log-export")
    if version != 1 or isinstance(version, bool) or not isinstance(value.get("origin"), str) or not is_count(value.get("size")):
        raise Malformed("not a header")
    if not isinstance(value.get("verifier"), str) or not isinstance(value.get("checkpoint"), str):
        raise Malformed("no key or no checkpoint")
    names = ["sotto-log-export", "origin", "size", "verifier", "checkpoint", "from", "filter"]
    demand_form(line, {name: value[name] for name in names if name in value})
    return value


class Section:
    """One log of an export: the hashes of its entries as they are, and those that it says were logged."""

    def __init__(self, header):
        self.header = header
        self.found, self.logged, self.open = [], [], []
        self.differences = []
        self.first = None
        self.entries = self.before = 0

    def close(self, claimed):
        """Ends a group, with its leaf hashes where they can be read."""
        if claimed is not None and claimed != self.open:
            self.differences.append(len(self.logged) + common_beginning(claimed, self.open))
        self.found += self.open
        self.logged += self.open if claimed is None else claimed
        self.open = []


def common_beginning(one, other):
    return next((at for at, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))


def read_export(data):
    """Returns the sections, problems with the file, and the numbers of bad entries in filtered sections."""
    sections, problems, bad = [], [], []
    if not data.endswith(b"\n"):
        problems.append("the file is cut off")
    ended = False
    count = 0
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        section = sections[-1] if sections else None
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            problems.append(f"line {number} is not UTF-8")
        try:
            if ended:
                raise Malformed("something behind the last line")
            if line.startswith(b'{"sotto-log-export":') or section is None:
                header = read_header(line)
                if section and section.open:
                    section.close(None)
                    problems.append(f"line {number}: leaf hashes are missing")
                if "from" in header and section and section.header["origin"] == header["origin"]:
                    if len(section.found) != header["from"]:
                        raise Malformed("the continuation does not fit")
                    section.header = header
                elif "from" in header:
                    return [], ["the continuation of an export cannot be checked alone"], []
                else:
                    sections.append(Section(header))
            elif line.startswith(b'{"end":'):
                value = from_json(line)
                demand_form(line, {"end": True, "entries": value.get("entries")})
                ended = True
                if section.open:
                    section.close(None)
                    problems.append(f"line {number}: leaf hashes are missing")
                count = value["entries"]
            elif "filter" in section.header:
                read_proven(section, line, bad)
            elif line.startswith(b'{"leaves":') or (len(section.open) == 256 and not line.startswith(b'{"action":')):
                try:
                    value = from_json(line)
                    demand_form(line, {"leaves": value.get("leaves")})
                    section.close(hashes_of(value["leaves"]))
                except Malformed:
                    section.close(None)
                    raise
            elif line.startswith(b'{"pruned":'):
                group = from_json(line).get("pruned", {})
                leaves = hashes_of(group.get("leaves", ""))
                demand_form(line, {"pruned": {"count": len(leaves), "leaves": group["leaves"]}})
                if section.entries:
                    raise Malformed("pruned entries behind one that is there")
                section.found += leaves
                section.logged += leaves
            else:
                if section.first is None:
                    section.first = line
                section.entries += 1
                section.open.append(leaf_of(line))
        except Malformed as error:
            problems.append(f"line {number}: {error}")
            if not sections:
                return sections, problems, bad
    if not ended:
        problems.append("the file is cut off")
        for section in sections[-1:]:
            section.close(None)
    expected = sum(each.entries if "filter" in each.header else each.header["size"] for each in sections)
    if ended and count != expected:
        problems.append("the last line counts other entries")
    if not sections:
        problems.append("not an export")
    return sections, problems, bad


def read_proven(section, line, bad):
    value = from_json(line)
    index, entry, proof = value.get("index"), value.get("entry"), value.get("proof")
    if not is_count(index) or not isinstance(entry, str) or not isinstance(proof, list):
        raise Malformed("not a proven entry")
    start = to_json({"index": index, "entry": entry, "proof": proof}).encode()[:-1]
    rest = line[len(start) :]
    if not line.startswith(start) or not (rest == b"}" or rest.startswith(b',"people":{')):
        raise Malformed("not written as an export writes it")
    section.entries += 1
    if section.entries > 1 and index <= section.before:
        bad.append(index)
    section.before = index
    root = read_checkpoint(section.header["checkpoint"])["root"]
    if not is_included(leaf_of(entry.encode()), index, section.header["size"], [from_base64(each) for each in proof], root):
        bad.append(index)


# --- The verdict ------------------------------------------------------------------------------------------------------


def verify_log(data, keys=(), checkpoints=()):
    """Returns {"status", "firstBadEntry", "problems"}.

    keys: verifier keys that were obtained from elsewhere; checkpoints: signed notes that were kept.
    """
    given = [read_key(key) for key in keys]
    kept = [read_checkpoint(note) for note in checkpoints]
    sections, problems, bad = read_export(data)
    own_keys = {}
    trusted = {public for _, public in given}
    for section in sections:
        try:
            own_keys[id(section)] = judge_header(section.header, problems)
        except Malformed as error:
            problems.append(f"the header of {section.header['origin']}: {error}")
    for checkpoint in kept:
        trusted |= judge_kept(checkpoint, sections, own_keys, given, problems)
    for section in sections:
        judge_tree(section, kept, problems, bad)
        judge_key(section, own_keys.get(id(section)), given, trusted, problems)
    for index, section in enumerate(sections):
        judge_restore(sections[:index], section, problems)
    vouched = len(sections) > 0 and all(own_keys.get(id(section)) in trusted for section in sections)
    entries = sum(section.entries for section in sections)
    status = "invalid" if problems or bad else "valid" if vouched and entries else "unproven"
    return {"status": status, "firstBadEntry": min(bad) if bad else None, "problems": problems}


def judge_header(header, problems):
    name, public_key = read_key(header["verifier"])
    checkpoint = read_checkpoint(header["checkpoint"])
    if not name == checkpoint["origin"] == header["origin"] or checkpoint["size"] != header["size"]:
        problems.append("the checkpoint or the key in the header is of another log or size")
    if signature_of(checkpoint, name, public_key) != "signed":
        problems.append("the checkpoint in the header is not signed by the key beside it")
    return public_key


def judge_kept(checkpoint, sections, own_keys, given, problems):
    """Returns the public keys that signed a checkpoint which was kept."""
    section = next((each for each in sections if each.header["origin"] == checkpoint["origin"]), None)
    if section is None:
        problems.append("a checkpoint that was kept is of another log")
        return set()
    own = own_keys.get(id(section))
    known = [public for _, public in given] or ([own] if own else [])
    verdicts = [signature_of(checkpoint, checkpoint["origin"], public) for public in known]
    if "signed" not in verdicts or "forged" in verdicts:
        problems.append("a checkpoint that was kept is not signed by the key of the log")
        return set()
    return {public for public, verdict in zip(known, verdicts) if verdict == "signed"}


def judge_tree(section, kept, problems, bad):
    header = section.header
    own = [each for each in kept if each["origin"] == header["origin"]]
    if any(each["size"] > header["size"] for each in own):
        problems.append("the log is shorter than a checkpoint that was kept")
    try:
        signed = [read_checkpoint(header["checkpoint"])]
    except Malformed:
        signed = []  # judge_header has said so
    states = [*signed, *own]
    if "filter" in header:
        if any(each["size"] == header["size"] and each["root"] != one["root"] for one in signed for each in own):
            problems.append("a checkpoint that was kept is of another history")
        return
    reached = [each for each in states if each["size"] <= header["size"]]
    matches = lambda leaves, each: each["size"] <= len(leaves) and root_of(leaves[: each["size"]]) == each["root"]
    if not all(matches(section.found, each) for each in reached):
        problems.append("the entries do not lead to what was signed")
        sound = max([each["size"] for each in reached if matches(section.logged, each)], default=-1)
        bad.extend(index for index in section.differences if index < sound)
    elif section.differences:
        problems.append("the leaf hashes are not those of the entries")
    if len(section.found) != header["size"]:
        problems.append("there are more or fewer entries than the header says")


def judge_key(section, own, given, trusted, problems):
    team = team_of(section.header["origin"])[0]
    names = [team_of(name)[0] for name, public in given if public == own]
    if given and team not in names:
        problems.append("the log is signed by another key, or is another one")
    elif trusted and own not in trusted:
        problems.append("the log is signed by another key than the checkpoints that were kept")


def judge_restore(earlier, section, problems):
    header = section.header
    team, number = team_of(header["origin"])
    if "filter" in header:
        return
    if not earlier:
        if number != 1:
            problems.append("what was logged before a restore is missing")
        return
    if team_of(earlier[-1].header["origin"]) != (team, number - 1):
        problems.append("a log between two others is missing")
    if header["size"] == 0:
        return
    try:
        entry = from_json(section.first or b"")
        previous = entry["details"]["previous"]
        if entry["action"] != "log.restored":
            raise Malformed("no restore")
        if previous is None and all(each.header["size"] == 0 for each in earlier):
            return
        before = next(each for each in earlier if each.header["origin"] == previous["origin"])
        if previous["size"] == before.header["size"] and from_base64(previous["root"]) != root_of(before.found):
            raise Malformed("another history")
    except (Malformed, KeyError, TypeError, StopIteration):
        problems.append("a log after a restore does not quote the one before it")


def main():
    parser = argparse.ArgumentParser(description="Checks an export of a Sotto log.")
    parser.add_argument("export")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--checkpoint", action="append", default=[])
    given = parser.parse_args()
    with open(given.export, "rb") as file:
        data = file.read()
    notes = [open(path, encoding="utf-8").read() for path in given.checkpoint]
    verdict = verify_log(data, given.key, notes)
    print(json.dumps(verdict))
    return {"valid": 0, "invalid": 1, "unproven": 3}[verdict["status"]]


if __name__ == "__main__":
    sys.exit(main())
