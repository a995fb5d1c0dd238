package io.kdchain.provenance.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What one database does in its own way. */
interface Dialect extends AutoCloseable {
    /** The numbered scripts that make the tables, in order. */
    List<String> scripts();

    /** Does what a script cannot, after the one of this number. */
    void follow(int version, Connection writer) throws SQLException;

    /** What stands behind the brackets that make a table. */
    String tableEnd();

    /** Asks for 1 if there is a table of this name. */
    String hasTable();

    /** The connection that writes; its commits are on disk before they return. Transactions are begun by hand. */
    Connection writer() throws SQLException;

    /** Readies a database that is a log, or is to become one. */
    void prepare(Connection writer) throws SQLException;

    /** A connection that only reads, each statement by itself. */
    Connection reader() throws SQLException;

    /** The statement with which a transaction begins whose questions are all about one moment. */
    String snapshot();

    /** Whether reading needs the writing connection, because no other one sees the database. */
    boolean isAlone();

    /** Whether other processes append to the same log, so that its size is known inside a transaction only. */
    boolean isShared();

    /**
     * Entries that may wait in memory to be put into the indexes, many at a time; 0 where others append to the same
     * log, who would not see them.
     */
    int indexLag();

    /** Keeps other writers out until the transaction ends. */
    void lock(Session writer) throws SQLException;

    /** Keeps others from making the same tables until the transaction ends. */
    void lockSchema(Connection writer) throws SQLException;

    /** A key as it stands in kd_edge. */
    String key(String key);

    /** A key as it stands in kd_edge, in the form in which an entry states it. */
    String edge(String key);

    /** Removes from the files of the database what was deleted from kd_vault; outside of a transaction. */
    void scrubVault(Connection writer) throws SQLException;

    /** What the database finds damaged in itself, beyond what the rows say. */
    List<String> faults(Session session) throws SQLException;

    /** Whether the connection is lost, so that another one may succeed. */
    boolean isGone(SQLException e);

    /** What a person should know and do about an error. */
    String advice(SQLException e);

    @Override
    void close() throws SQLException;
}
