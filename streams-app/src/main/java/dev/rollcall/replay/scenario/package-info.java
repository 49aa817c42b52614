/** Scenarios: what happened under which policy, and what must stand then, as files that an analyst reads and writes. */
@NullMarked
package dev.rollcall.replay.scenario;

import org.jspecify.annotations.NullMarked;
