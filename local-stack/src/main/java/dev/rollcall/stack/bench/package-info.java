/** The benchmark: the whole monitor beside a plain consumer and a naive aggregate, on one topic, in one run. */
@NullMarked
package dev.rollcall.stack.bench;

import org.jspecify.annotations.NullMarked;
