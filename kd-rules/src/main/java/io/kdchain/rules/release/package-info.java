/**
 * Releases of rule packs: who vouches for which files, what was accepted before, and how a pack in use gives way to the
 * next. In: the folder of a pack and the keys that are trusted. Out: a signed pack, or what is wrong with it.
 */
@NullMarked
package io.kdchain.rules.release;

import org.jspecify.annotations.NullMarked;
