/** Intake and watch: the pure steps from what was logged to what is to be said; no I/O, no clock, no randomness. */
@NullMarked
package dev.rollcall.monitor;

import org.jspecify.annotations.NullMarked;
