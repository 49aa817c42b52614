/** The ways of judging: one file per detector. */
@NullMarked
package dev.rollcall.detect;

import org.jspecify.annotations.NullMarked;
