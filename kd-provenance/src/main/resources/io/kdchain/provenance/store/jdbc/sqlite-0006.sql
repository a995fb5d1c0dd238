-- Schema 6 of a kdchain log: kd_edge and kd_counter may lag behind the entries, and catch up many at a time.

-- Counters of recorders, in a table of their own in place of an index of kd_entry, which
-- could not lag.
CREATE TABLE kd_counter (
  chain TEXT NOT NULL,
  recorder TEXT NOT NULL,
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  PRIMARY KEY (chain, recorder, seq, idx)
) STRICT, WITHOUT ROWID;

INSERT INTO kd_counter
SELECT chain, recorder, seq, idx FROM kd_entry
WHERE chain IS NOT NULL AND recorder IS NOT NULL AND seq IS NOT NULL
ORDER BY chain, recorder, seq, idx;

DROP INDEX kd_entry_by_counter;

-- Number of entries, from the first on, that kd_edge and kd_counter lead to. Those after it state their keys as all do.
INSERT INTO kd_setting
SELECT 'indexed', CAST(COALESCE(MAX(idx) + 1, 0) AS TEXT) FROM kd_entry;
