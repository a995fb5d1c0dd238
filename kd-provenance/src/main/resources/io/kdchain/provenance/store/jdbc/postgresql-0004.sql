-- Schema 4 of a kdchain log in PostgreSQL: the same tables as in SQLite.

-- Counters of recorders, in a table of their own in place of an index of kd_entry.
CREATE TABLE kd_counter (
  chain TEXT COLLATE "C" NOT NULL,
  recorder TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  PRIMARY KEY (chain, recorder, seq, idx)
);

INSERT INTO kd_counter
SELECT chain, recorder, seq, idx FROM kd_entry
WHERE chain IS NOT NULL AND recorder IS NOT NULL AND seq IS NOT NULL
ORDER BY chain, recorder, seq, idx;

DROP INDEX kd_entry_by_counter;
