package io.kdchain.core.monitor;

/** What every window has to be. */
final class Windows {
    private Windows() {}

    static void require(int window, int least) {
        if (window < least) {
            throw new IllegalArgumentException(
                    "A window of %d outputs is too small; it must have %d or more.".formatted(window, least));
        }
    }
}
