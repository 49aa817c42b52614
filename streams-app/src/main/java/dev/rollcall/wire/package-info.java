/** Bytes and text from and to the model: Avro, NDJSON, YAML, and the topics that carry them. */
@NullMarked
package dev.rollcall.wire;

import org.jspecify.annotations.NullMarked;
