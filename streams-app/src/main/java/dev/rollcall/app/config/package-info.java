/** How an installation is set up: file, environment, defaults. */
@NullMarked
package dev.rollcall.app.config;

import org.jspecify.annotations.NullMarked;
