/** The thin shell of Kafka Streams around the monitor: the topology, its processor and its store. */
@NullMarked
package dev.rollcall.streams;

import org.jspecify.annotations.NullMarked;
