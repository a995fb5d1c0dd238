package io.kdchain.rules.pack;

/**
 * A title in both languages.
 *
 * @param en English
 * @param zh Chinese; the English one if the pack gives none
 */
public record Label(String en, String zh) {}
