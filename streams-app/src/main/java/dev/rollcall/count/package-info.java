/** Figures: exact sets with multiplicity, sums, windows; one entity's memory. */
@NullMarked
package dev.rollcall.count;

import org.jspecify.annotations.NullMarked;
