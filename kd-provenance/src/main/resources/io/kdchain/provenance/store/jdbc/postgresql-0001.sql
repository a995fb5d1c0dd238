-- Schema 1 of a kdchain log in PostgreSQL. Times are milliseconds since 1970-01-01T00:00:00Z; hashes are raw SHA-256.

-- The entries, in order; leaf_hash covers envelope and recorded_at.
CREATE TABLE kd_entry (
  idx BIGINT PRIMARY KEY,
  recorded_at BIGINT NOT NULL,
  leaf_hash BYTEA NOT NULL,
  -- who counts the event in which chain; NULL where the index of the entry is not known
  chain TEXT COLLATE "C",
  recorder TEXT COLLATE "C",
  seq BIGINT,
  -- kind and key of each of its edges, one a line, sorted; in a key, \ is \\, line feed \n, NUL \0
  edges TEXT COLLATE "C",
  envelope BYTEA NOT NULL
);

-- Each recorder's own counter in each chain.
CREATE INDEX kd_entry_by_counter ON kd_entry (chain, recorder, seq, idx);

CREATE INDEX kd_entry_by_recorded ON kd_entry (recorded_at);

-- Perfect subtrees above the leaves: node (level, idx) covers leaves idx * 2^level and the 2^level - 1 after it.
CREATE TABLE kd_node (
  level INTEGER NOT NULL,
  idx BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, idx)
);

-- How entries are found; follows from the envelopes. In a key, \ is \\, line feed \n, NUL \0.
CREATE TABLE kd_edge (
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  idx BIGINT NOT NULL,
  PRIMARY KEY (kind, key, idx)
);

-- Signed checkpoints, by the number of entries they cover.
CREATE TABLE kd_checkpoint (
  size BIGINT PRIMARY KEY,
  note BYTEA NOT NULL
);

-- Name and public key of the log.
CREATE TABLE kd_setting (
  name TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);
