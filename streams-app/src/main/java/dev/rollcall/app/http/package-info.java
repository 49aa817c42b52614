/** What this instance answers over HTTP: its meters, whether it lives, and whether it is ready. */
@NullMarked
package dev.rollcall.app.http;

import org.jspecify.annotations.NullMarked;
