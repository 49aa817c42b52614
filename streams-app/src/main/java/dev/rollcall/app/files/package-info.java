/** The files that people name: reads and writes them, and says plainly what is wrong with one. */
@NullMarked
package dev.rollcall.app.files;

import org.jspecify.annotations.NullMarked;
