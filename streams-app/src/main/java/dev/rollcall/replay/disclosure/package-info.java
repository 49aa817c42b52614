/** What of a result may be shown to whom. */
@NullMarked
package dev.rollcall.replay.disclosure;

import org.jspecify.annotations.NullMarked;
