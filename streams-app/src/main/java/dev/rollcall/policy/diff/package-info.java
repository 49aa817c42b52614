/** What a version of the policy changes, in words. */
@NullMarked
package dev.rollcall.policy.diff;

import org.jspecify.annotations.NullMarked;
