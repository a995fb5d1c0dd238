package io.kdchain.rules.workbench;

/**
 * A place in the file that is being read.
 *
 * @param line from 1
 * @param column from 1
 */
record Mark(int line, int column) {
    static final Mark START = new Mark(1, 1);
}
