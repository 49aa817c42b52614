/** The statistics that detectors judge by; distributions come from Apache Commons Statistics. */
@NullMarked
package dev.rollcall.detect.stats;

import org.jspecify.annotations.NullMarked;
