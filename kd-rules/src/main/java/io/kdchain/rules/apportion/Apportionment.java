package io.kdchain.rules.apportion;

/** A way to share a damage item. Implementations hold no state and are safe for concurrent use. */
public interface Apportionment {
    /** Stable name under which a report states the way of sharing, such as {@code statutory}. */
    String id();

    /** Shares the item. The same case always gives the same result. */
    Apportioned apportion(ItemCase itemCase);
}
