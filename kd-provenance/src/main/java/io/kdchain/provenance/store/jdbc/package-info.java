/**
 * Keeps the log in a SQLite file or a PostgreSQL database: one store, two dialects, every commit on disk before it is
 * answered. In: a JDBC URL. Out: an {@code EventStore}. No type of SQL leaves it.
 */
@NullMarked
package io.kdchain.provenance.store.jdbc;

import org.jspecify.annotations.NullMarked;
