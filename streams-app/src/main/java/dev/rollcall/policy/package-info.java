/** The policy as records, what is in force when, and the catalogue of categories. */
@NullMarked
package dev.rollcall.policy;

import org.jspecify.annotations.NullMarked;
