-- Schema 5 of a kdchain log: half the space for an entry, and the hashes of a proof lie together.

-- The tree. Tile (height, idx) holds six levels of it: the 64 hashes from idx * 64 on of level 6 * height, and the 32,
-- 16, 8, 4 and 2 that follow from these, from left to right. Incomplete ones are not stored. The rows of kd_node are
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
