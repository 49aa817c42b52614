/** The live page: what alerts, figures and directives say now, as files for a browser and as JSON. */
@NullMarked
package dev.rollcall.app.page;

import org.jspecify.annotations.NullMarked;
