/** History through the monitor, without a broker. */
@NullMarked
package dev.rollcall.replay;

import org.jspecify.annotations.NullMarked;
