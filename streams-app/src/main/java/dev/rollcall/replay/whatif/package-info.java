/** What another policy would have found in the same history. */
@NullMarked
package dev.rollcall.replay.whatif;

import org.jspecify.annotations.NullMarked;
