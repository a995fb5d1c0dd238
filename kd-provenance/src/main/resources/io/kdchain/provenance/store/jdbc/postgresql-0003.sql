-- Schema 3 of a kdchain log in PostgreSQL: half the space for an entry, and the hashes of a proof lie together.

-- The tree. Tile (height, idx) holds six levels of it: the 64 hashes from idx * 64 on of level 6 * height, and the 32,
-- 16, 8, 4 and 2 that follow from these, from left to right. Incomplete ones are not stored. The rows of kd_node are
-- moved here, and that table is dropped.
CREATE TABLE kd_tile (
  height INTEGER NOT NULL,
  idx BIGINT NOT NULL,
  hashes BYTEA NOT NULL,
  PRIMARY KEY (height, idx)
);

-- hashes do not get smaller, and two tiles fit a page
ALTER TABLE kd_tile ALTER COLUMN hashes SET STORAGE PLAIN;

-- The first byte of an envelope says how it lies here. 1: number of signatures, each as 32 bytes of key id and 64 of
-- signature, then the payload. 0: the envelope follows. Any other: the envelope itself, as older entries have it.
UPDATE kd_entry SET envelope = '\x00'::bytea || envelope WHERE substr(envelope, 1, 1) IN ('\x00'::bytea, '\x01'::bytea);
