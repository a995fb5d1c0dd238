#!/usr/bin/env python3
# Signs events with openssl as 'kd log append' takes them:
#   sign_events.py KEY.pem CHAIN PARTY [OWN-LAST.intoto.jsonl] < events.jsonl > signed.intoto.jsonl
# A line in is {"type", "at", "body"} and, where they apply, "uses", "generates", "refs"; no floats: decimals are strings.
import base64, hashlib, json, os, subprocess, sys, tempfile, time, uuid

def canonical(value):  # RFC 8785, for what holds no floats and has names in ASCII
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def openssl(*args):
    return subprocess.run(("openssl", *args), check=True, stdout=subprocess.PIPE).stdout

def sign(key, message):  # Ed25519 needs a file
    with tempfile.NamedTemporaryFile() as file:
        file.write(message)
        file.flush()
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", file.name)

key, chain, party, last = (sys.argv[1:] + [None])[:4]
keyid = hashlib.sha256(openssl("pkey", "-in", key, "-pubout", "-outform", "DER")[-32:]).hexdigest()
seq, prev = 0, {}
if last:  # counts on after what this party signed last in this chain
    payload = base64.b64decode(json.loads(open(last).readlines()[-1])["payload"])
    seq = json.loads(payload)["predicate"]["seq"] + 1
    prev = {"prev": "sha256:" + hashlib.sha256(payload).hexdigest()}
for line in sys.stdin:
    uuid7 = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    uuid7 = uuid7 & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    event = {"uses": [], "generates": [], "refs": [], **json.loads(line), "id": str(uuid.UUID(int=uuid7)),
             "version": 1, "chain": chain, "actor": party, "seq": seq, **prev}
    digests = [e.split("@sha256:") for e in event["generates"] if "@" in e] or [
        (event["id"], hashlib.sha256(canonical(event)).hexdigest())]
    payload = canonical({
        "_type": "https://in-toto.io/Statement/v1", "predicateType": "https://kdchain.io/event/v1", "predicate": event,
        "subject": [{"name": name, "digest": {"sha256": digest}} for name, digest in digests]})
    pae = b"DSSEv1 28 application/vnd.in-toto+json %d %s" % (len(payload), payload)
    print(canonical({"payloadType": "application/vnd.in-toto+json", "payload": base64.b64encode(payload).decode(),
                     "signatures": [{"keyid": keyid, "sig": base64.b64encode(sign(key, pae)).decode()}]}).decode())
    seq, prev = seq + 1, {"prev": "sha256:" + hashlib.sha256(payload).hexdigest()}
