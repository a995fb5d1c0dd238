"""Checks a kdchain evidence bundle offline. Shares no code with the writer and needs Python 3 alone.

usage: verify_bundle.py TRUST FILE...
TRUST has one key a line, NAME+HASH+BASE64. Prints 'ok' or 'refused' with the reason for each file; exit 1 if one is refused.
"""
import base64, hashlib, json, sys

class Refused(Exception):
    pass

def need(condition, why):
    if not condition:
        raise Refused(why)

# ---- Ed25519 (RFC 8032, section 5.1), verification only; points are (X, Y, Z, T)
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)

def point(data):
    number = int.from_bytes(data, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    need(y < P and x * x % P == square and (x or not odd), "no point of the curve")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P

def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    sum_ = (0, 1, 1, 0)
    while n:
        if n & 1:
            sum_ = plus(sum_, p)
        p, n = plus(p, p), n >> 1
    return sum_

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = times(s, BASE), plus(point(signature[:32]), times(h, point(key)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0

# ---- the bundle
def raw(text):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 in another form")
    return data

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def once(pairs):
    need(len({name for name, _ in pairs}) == len(pairs), "a member twice")
    return dict(pairs)

def note(text, name, key):
    body, lines = text.rsplit("\n\n", 1)
    body, lines = body + "\n", lines.split("\n")
    need(lines.pop() == "" and all(line.startswith("\u2014 ") for line in lines), "form of a note")
    own = [raw(line.split(" ")[2])[4:] for line in lines if line.startswith("\u2014 " + name + " ")]
    need(own and all(signed(key, body.encode(), s) for s in own), "signature of " + name)
    return body

def vkey(text):
    name, _, data = text.split("+", 2)
    need(raw(data)[:1] == b"\1", "kind of key")
    return name, raw(data)[1:]

def check(bundle, trust):
    need(bundle["mediaType"] == "application/vnd.kdchain.evidence+json" and bundle["version"] == 1, "media type or version")
    covered = {name: value for name, value in bundle.items() if name not in ("digest", "attestation")}
    need(bundle["digest"] == "sha256:" + hashlib.sha256(canonical(covered)).hexdigest(), "digest")
    exporter = bundle["custody"].get("exporter")
    need((exporter is None) == ("attestation" not in bundle), "attestation missing")
    if exporter:
        text = note(bundle["attestation"], *vkey(exporter))
        need(text == "kdchain evidence bundle v1\n%s\n" % bundle["digest"], "attestation")
    name, key = vkey(bundle["log"]["key"])
    need(name == bundle["log"]["origin"] and (name, key) in trust, "key of the log")
    origin, size, root, _ = note(bundle["checkpoint"], name, key).split("\n")
    need(origin == name, "origin")
    leaves, last = {}, -1
    for entry in bundle["entries"]:
        need(last < entry["index"] < int(size), "order of entries")
        last = entry["index"]
        leaves[last] = hashlib.sha256(b"\0" + entry["envelope"].encode() + b"\n" + entry["recordedAt"].encode()).digest()
        need(leaves[last] == raw(entry["leaf"]), "leaf of entry %d" % last)
    proof = [raw(item) for item in bundle["proof"]]

    def tree(low, high):
        inside = any(low <= index < high for index in leaves)
        if inside and high - low == 1:
            return leaves[low]
        if not inside and (high - low) & (high - low - 1) == 0:
            need(proof, "proof too short")
            return proof.pop(0)
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        left = tree(low, middle)
        return hashlib.sha256(b"\1" + left + tree(middle, high)).digest()

    need(tree(0, int(size)) == raw(root) and not proof, "root of the tree")
    check_signatures(bundle["entries"], {key for other, key in trust if other != name})

def check_signatures(entries, roots):
    keys, registrars = {}, set()        # the key that each party holds at this place of the log
    for entry in entries:
        index, envelope = entry["index"], json.loads(entry["envelope"], object_pairs_hook=once)
        need(canonical(envelope) == entry["envelope"].encode(), "form of entry %d" % index)
        payload, kind = raw(envelope["payload"]), envelope["payloadType"]
        message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
        event = json.loads(payload, object_pairs_hook=once)["predicate"]
        actor, body, open_ = event["actor"], event["body"], list(envelope["signatures"])

        def take(key):
            for s in open_:
                if key and s["keyid"] == hashlib.sha256(key).hexdigest() and signed(key, message, raw(s["sig"])):
                    open_.remove(s)
                    return True
            return False

        def registrar():
            return any(take(keys.get(party)) for party in registrars)

        if event["type"] == "PartyRegistered":
            key = raw(body["key"].split(":")[1])
            need(actor not in keys and take(key), "registration in entry %d" % index)
            need(key in roots if index == 0 else registrar(), "registrar of entry %d" % index)
            keys[actor] = key
            if "registrar" in body["roles"]:
                registrars.add(actor)
        else:
            of_keys = event["type"] in ("KeyRotated", "KeyRevoked")
            own = take(keys.get(event.get("observedBy", actor)))
            need(own or of_keys and registrar(), "signature of entry %d" % index)
        while open_ and any(take(key) for key in list(keys.values())):
            pass
        need(not open_, "signature of nobody on entry %d" % index)
        if event["type"] == "KeyRotated":
            keys[actor] = raw(body["newKey"].split(":")[1])
        elif event["type"] == "KeyRevoked":
            keys[actor] = None

def main(trust_file, *files):
    with open(trust_file, encoding="utf-8") as lines:
        trust = {vkey(line.strip()) for line in lines if line.strip() and not line.startswith("#")}
    bad = 0
    for file in files:
        try:
            with open(file, encoding="utf-8") as text:
                check(json.load(text, object_pairs_hook=once), trust)
            print("ok", file)
        except (Refused, KeyError, ValueError, TypeError, IndexError, AttributeError) as why:
            bad += 1
            print("refused", file, repr(why))
    return 1 if bad else 0

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
