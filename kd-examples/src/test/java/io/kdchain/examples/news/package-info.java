@NullMarked
package io.kdchain.examples.news;

import org.jspecify.annotations.NullMarked;
