package io.kdchain.provenance.event;

/**
 * Where JSON is written as it is told, value by value, without a tree of it. The members of an object come in the order
 * of their names, by UTF-16 code units, each name once.
 */
public interface JsonSink {
    /** Begins an object; {@link #name} and a value follow for each member, then {@link #endObject}. */
    void beginObject();

    /** Ends the object that was begun last. */
    void endObject();

    /** Begins an array; its values follow, then {@link #endArray}. */
    void beginArray();

    /** Ends the array that was begun last. */
    void endArray();

    /**
     * Says the name of the member whose value follows.
     *
     * @throws IllegalArgumentException if it does not sort after the one before
     */
    void name(String name);

    /**
     * A text.
     *
     * @throws IllegalArgumentException if it holds an unpaired surrogate, which no UTF-8 can express
     */
    void text(String value);

    /** A whole number. */
    void whole(long value);

    /** A truth value. */
    void truth(boolean value);
}
