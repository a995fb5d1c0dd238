"""Checks a folder of tlog-tiles with nothing but this file, hashlib and openssl: fsck.py FOLDER VKEY..."""
import base64, hashlib, os, struct, subprocess, sys, tempfile

folder, vkeys = sys.argv[1], sys.argv[2:]
sha = lambda data: hashlib.sha256(data).digest()
leaf = lambda data: sha(b"\0" + data)
node = lambda left, right: sha(b"\1" + left + right)

def root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return node(root(hashes[:k]), root(hashes[k:]))

def read(kind, n, width):
    path = "%03d" % (n % 1000)
    while n >= 1000:
        n //= 1000
        path = "x%03d/%s" % (n % 1000, path)
    with open(os.path.join(folder, "tile", kind, path + ("" if width == 256 else ".p/%d" % width)), "rb") as f:
        return f.read()

def widths(count):
    return [256] * (count // 256) + ([count % 256] if count % 256 else [])

def signed(text, line, vkey):
    name, keyid, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    who, sig = line[2:].split(" ")
    sig = base64.b64decode(sig)
    if who != name or sig[:4].hex() != keyid:
        return False
    assert sha(name.encode() + b"\n" + key)[:4].hex() == keyid, "key id of " + name
    sig = sig[4:]
    if key[0] == 4:
        text = b"cosignature/v1\ntime %d\n" % struct.unpack(">Q", sig[:8]) + text
        sig = sig[8:]
    with tempfile.TemporaryDirectory() as tmp:
        names = [os.path.join(tmp, n) for n in ("key", "sig", "text")]
        for path, data in zip(names, (bytes.fromhex("302a300506032b6570032100") + key[1:], sig, text)):
            with open(path, "wb") as f:
                f.write(data)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin",
                               "-inkey", names[0], "-sigfile", names[1], "-in", names[2]], capture_output=True)
    assert done.returncode == 0, "signature of " + name
    return True

with open(os.path.join(folder, "checkpoint"), "rb") as f:
    note = f.read()
text, lines = note.rsplit(b"\n\n", 1)
text += b"\n"
lines = lines.decode().splitlines()
for vkey in vkeys:
    assert any(signed(text, line, vkey) for line in lines), "nothing is signed by " + vkey
size, top = int(text.split(b"\n")[1]), base64.b64decode(text.split(b"\n")[2])

leaves = []
for n, width in enumerate(widths(size)):
    bundle = read("entries", n, width)
    for _ in range(width):
        length = struct.unpack(">H", bundle[:2])[0]
        assert len(bundle) >= 2 + length, "bundle %d is cut short" % n
        leaves.append(leaf(bundle[2:2 + length]))
        bundle = bundle[2 + length:]
    assert not bundle, "bundle %d has more than its entries" % n
level, hashes = 0, leaves
while hashes:
    for n, width in enumerate(widths(len(hashes))):
        assert read(str(level), n, width) == b"".join(hashes[n * 256:n * 256 + width]), "tile %d/%d" % (level, n)
    hashes = [root(hashes[i:i + 256]) for i in range(0, len(hashes) - 255, 256)]
    level += 1
assert root(leaves) == top, "the root is not that of the checkpoint"
print("ok %d" % size)
