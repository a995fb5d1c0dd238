-- Schema 5 of a kdchain log: half the space for an entry, and the hashes of a proof lie together.

-- The tree above the leaves. Tile (height, idx) holds levels 6 * height + 1 to 6 * height + 6 over the 64 subtrees from
-- idx * 64 on of level 6 * height: 32 hashes, 16, 8, 4, 2 and 1. Incomplete ones are not stored. The rows of kd_node are
-- moved here, and that table is dropped.
CREATE TABLE kd_tile (
  height INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (height, idx)
) STRICT;

-- The first byte of an envelope says how it lies here. 1: number of signatures, each as 32 bytes of key id and 64 of
-- signature, then the payload. 0: the envelope follows. Any other: the envelope itself, as older entries have it.
UPDATE kd_entry SET envelope = CAST(x'00' || envelope AS BLOB) WHERE substr(envelope, 1, 1) IN (x'00', x'01');
