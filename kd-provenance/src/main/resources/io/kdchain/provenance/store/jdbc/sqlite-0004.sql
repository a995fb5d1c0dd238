-- Schema 4 of a kdchain log: the values to which entries are committed.

-- Sealed values by commitment; key_id and content are NULL once the value was erased. No entry depends on them.
CREATE TABLE kd_vault (
  commitment TEXT PRIMARY KEY,
  key_id TEXT,
  content BLOB
) STRICT, WITHOUT ROWID;
