/** What is measured, and how it is called. */
@NullMarked
package dev.rollcall.app.meters;

import org.jspecify.annotations.NullMarked;
