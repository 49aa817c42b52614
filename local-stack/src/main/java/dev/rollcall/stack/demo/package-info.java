/** The demo: a true story, told by replaying a file of events, and what Rollcall finds in it. */
@NullMarked
package dev.rollcall.stack.demo;

import org.jspecify.annotations.NullMarked;
