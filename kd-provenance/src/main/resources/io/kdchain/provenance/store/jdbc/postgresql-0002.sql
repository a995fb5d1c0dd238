-- Schema 2 of a kdchain log in PostgreSQL: the values to which entries are committed.

-- Sealed values by commitment; key_id and content are NULL once the value was erased. No entry depends on them.
CREATE TABLE kd_vault (
  commitment TEXT COLLATE "C" PRIMARY KEY,
  key_id TEXT,
  content BYTEA
);
