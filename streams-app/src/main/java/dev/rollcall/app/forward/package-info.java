/** Tells Alertmanager of the alerts that stand, in a process of its own, and of their end. */
@NullMarked
package dev.rollcall.app.forward;

import org.jspecify.annotations.NullMarked;
