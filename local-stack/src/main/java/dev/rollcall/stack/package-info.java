/** A broker and a schema registry on this machine: loopback only, in one temporary folder, gone when closed. */
@NullMarked
package dev.rollcall.stack;

import org.jspecify.annotations.NullMarked;
