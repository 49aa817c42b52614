/** The program: configuration, and everything put together by hand. */
@NullMarked
package dev.rollcall.app;

import org.jspecify.annotations.NullMarked;
