-- Schema 1 of a kdchain log. Times are milliseconds since 1970-01-01T00:00:00Z; hashes are raw SHA-256.

-- The entries, in order; leaf_hash covers envelope and recorded_at.
CREATE TABLE kd_entry (
  idx INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  leaf_hash BLOB NOT NULL
) STRICT;

-- Perfect subtrees above the leaves: node (level, idx) covers leaves idx * 2^level and the 2^level - 1 after it.
CREATE TABLE kd_node (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- How entries are found; follows from the envelopes.
CREATE TABLE kd_edge (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  idx INTEGER NOT NULL,
  PRIMARY KEY (kind, key, idx)
) STRICT, WITHOUT ROWID;

CREATE INDEX kd_edge_by_idx ON kd_edge (idx);

-- Each recorder's own counter in each chain; follows from the envelopes.
CREATE TABLE kd_counter (
  chain TEXT NOT NULL,
  recorder TEXT NOT NULL,
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  PRIMARY KEY (chain, recorder, seq, idx)
) STRICT, WITHOUT ROWID;

CREATE INDEX kd_counter_by_idx ON kd_counter (idx);

-- Signed checkpoints, by the number of entries they cover.
CREATE TABLE kd_checkpoint (
  size INTEGER PRIMARY KEY,
  note BLOB NOT NULL
) STRICT;

-- Name and public key of the log.
CREATE TABLE kd_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
