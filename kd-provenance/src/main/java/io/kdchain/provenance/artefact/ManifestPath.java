package io.kdchain.provenance.artefact;

import io.kdchain.provenance.artefact.ManifestException.Reason;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Names of files in a manifest: relative, with {@code /}, in Unicode's form NFC, so that they are the same everywhere.
 */
final class ManifestPath {
    private static final int MAX_BYTES = 4096;
    /** What Windows takes for something else than a file, or cannot hold in a name. */
    private static final String FOREIGN = "\\:*?\"<>|";

    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    private ManifestPath() {}

    /**
     * A path as a manifest has it.
     *
     * @throws ManifestException if some system could not have a file under it, or it leads out of the folder
     */
    static String checked(String path) {
        String normal = Normalizer.normalize(path, Normalizer.Form.NFC);
        boolean usable = path.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && normal.codePoints().noneMatch(ManifestPath::isForbidden);
        for (String name : normal.split("/", -1)) {
            usable &= !NO_NAMES.contains(name) && !name.endsWith(".") && !name.endsWith(" ");
        }
        if (!usable) {
            throw new ManifestException(
                    Reason.NAME_UNUSABLE,
                    "'%s' is no name that a manifest can hold: it must be relative, of at most %d bytes, without control characters and any of %s, and no part of it may be empty, '.', '..' or end in a point or a space. Rename the file."
                            .formatted(shown(path), MAX_BYTES, FOREIGN));
        }
        return normal;
    }

    /** What two names share that are one to a file system which does not tell letters by their case. */
    static String folded(String path) {
        // up and down again: some letters have several lower-case forms
        return Normalizer.normalize(path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static boolean isForbidden(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.SURROGATE
                // what Java puts in the place of bytes that are no text
                || point == 0xfffd
                || FOREIGN.indexOf(point) >= 0;
    }

    /** A name from a stranger, harmless on a terminal. */
    static String shown(String path) {
        String plain = path.replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }
}
