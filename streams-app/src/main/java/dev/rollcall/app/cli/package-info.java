/** The commands, one class a verb; alone prints and exits. */
@NullMarked
package dev.rollcall.app.cli;

import org.jspecify.annotations.NullMarked;
