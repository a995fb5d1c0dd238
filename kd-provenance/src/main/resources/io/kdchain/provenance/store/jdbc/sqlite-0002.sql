-- Schema 2 of a kdchain log: entries are found by their times and types; kd_edge has the kinds type, at and observer.

CREATE INDEX kd_entry_by_recorded ON kd_entry (recorded_at);
