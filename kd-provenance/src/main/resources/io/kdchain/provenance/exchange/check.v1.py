import base64, hashlib, json, sys
b = json.load(open(sys.argv[1], encoding="utf-8"))
raw = base64.b64decode
spki = bytes.fromhex("302a300506032b6570032100")            # DER prefix of an Ed25519 public key (RFC 8410)
commands = []
def openssl(name, key, message, signature, told):
    for end, data in ((".der", spki + key), (".msg", message), (".sig", signature)):
        open(name + end, "wb").write(data)
    commands.append("echo %s; openssl pkeyutl -verify -pubin -keyform DER -inkey %s.der -rawin -in %s.msg -sigfile %s.sig || exit 1"
                    % (told, name, name, name))
text, signatures = b["checkpoint"].rsplit("\n\n", 1)
text += "\n"
origin, size, root = text.split("\n")[:3]
line = [s for s in signatures.split("\n") if s.startswith("\u2014 " + origin + " ")][0]
openssl("checkpoint", raw(b["log"]["key"].split("+", 2)[2])[1:], text.encode(), raw(line.split(" ")[2])[4:], "checkpoint")
keys, leaves = {}, {}
for e in b["entries"]:
    content = e["envelope"].encode() + b"\n" + e["recordedAt"].encode()
    leaves[e["index"]] = hashlib.sha256(b"\0" + content).digest()
    assert leaves[e["index"]] == raw(e["leaf"]), "entry %d was changed" % e["index"]
    envelope = json.loads(e["envelope"])
    event = json.loads(raw(envelope["payload"]))["predicate"]
    for member in ("key", "newKey"):
        if event["type"] in ("PartyRegistered", "KeyRotated") and member in event["body"]:
            key = raw(event["body"][member].split(":")[1])
            keys[hashlib.sha256(key).hexdigest()] = (key, event["actor"])
for e in b["entries"]:
    envelope = json.loads(e["envelope"])
    payload, kind = raw(envelope["payload"]), envelope["payloadType"]
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    for n, s in enumerate(envelope["signatures"]):
        key, party = keys[s["keyid"]]
        openssl("entry-%d-%d" % (e["index"], n), key, message, raw(s["sig"]), "entry-%d-key-of-%s" % (e["index"], party))
proof = [raw(p) for p in b["proof"]]
def tree(low, high):
    inside = any(low <= i < high for i in leaves)
    if high - low == 1 and inside:
        return leaves[low]
    if not inside and (high - low) & (high - low - 1) == 0:
        return proof.pop(0)
    middle = low + (1 << ((high - low - 1).bit_length() - 1))
    left = tree(low, middle)
    return hashlib.sha256(b"\1" + left + tree(middle, high)).digest()
assert tree(0, int(size)) == raw(root) and not proof, "entries and proof do not lead to the root"
print("root of the tree: as signed; now run: sh check.sh")
open("check.sh", "w").write("\n".join(commands) + "\n")
