/** The nouns: what is observed, for whom, in which window, and what was found. */
@NullMarked
package dev.rollcall.model;

import org.jspecify.annotations.NullMarked;
