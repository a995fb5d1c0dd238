-- Schema 3 of a kdchain log: an entry states its own place in the index, and kd_edge is kept once instead of twice.

CREATE TABLE kd_entry_2 (
  idx INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,
  leaf_hash BLOB NOT NULL,
  -- who counts the event in which chain; NULL where the index of the entry is not known
  chain TEXT,
  recorder TEXT,
  seq INTEGER,
  -- kind and key of each of its edges, one a line, sorted; in a key, \ is \\, line feed \n, NUL \0
  edges TEXT,
  -- last, so that what stands before is read without it
  envelope BLOB NOT NULL
) STRICT;

-- an entry whose rows in kd_counter are not one keeps none, which a check of the log reports
INSERT INTO kd_entry_2
SELECT e.idx, e.recorded_at, e.leaf_hash, c.chain, c.recorder, c.seq,
  CASE WHEN c.chain IS NULL THEN NULL ELSE COALESCE(
    (SELECT group_concat(line, char(10)) FROM
      (SELECT d.kind || ' ' || replace(replace(replace(d.key, '\', '\\'), char(10), '\n'), char(0), '\0') AS line
       FROM kd_edge d WHERE d.idx = e.idx ORDER BY d.kind, d.key)), '') END,
  e.envelope
FROM kd_entry e
LEFT JOIN (SELECT idx, min(chain) AS chain, min(recorder) AS recorder, min(seq) AS seq
  FROM kd_counter GROUP BY idx HAVING count(*) = 1) c ON c.idx = e.idx
ORDER BY e.idx;

DROP TABLE kd_entry;
ALTER TABLE kd_entry_2 RENAME TO kd_entry;
DROP TABLE kd_counter;
DROP INDEX kd_edge_by_idx;

-- Each recorder's own counter in each chain.
CREATE INDEX kd_entry_by_counter ON kd_entry (chain, recorder, seq);

CREATE INDEX kd_entry_by_recorded ON kd_entry (recorded_at);
