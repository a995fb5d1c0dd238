package io.kdchain.rules.derive;

import java.util.Collection;

/** Ids of entities: {@code kind:name}, optionally with {@code @} and a digest. */
final class Entities {
    private static final String DIGEST_MARK = "@sha256:";

    private Entities() {}

    /** The id without its digest. */
    static String nameOf(String entity) {
        int at = entity.indexOf(DIGEST_MARK);
        return at < 0 ? entity : entity.substring(0, at);
    }

    static String kindOf(String entity) {
        int colon = entity.indexOf(':');
        return colon < 0 ? "" : entity.substring(0, colon);
    }

    /** Whether two ids may name one entity: the same name, and no two digests that differ. */
    static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        String nameA = nameOf(a);
        String nameB = nameOf(b);
        return nameA.equals(nameB) && (nameA.length() == a.length() || nameB.length() == b.length());
    }

    static boolean contains(Collection<String> entities, String entity) {
        for (String e : entities) {
            if (same(e, entity)) {
                return true;
            }
        }
        return false;
    }

    static boolean overlap(Collection<String> a, Collection<String> b) {
        for (String e : a) {
            if (contains(b, e)) {
                return true;
            }
        }
        return false;
    }
}
