package dev.rollcall.replay;

import dev.rollcall.monitor.Arrival;

/** The records of both inputs, partition by partition, as often as one likes. Reading leaves no trace. */
public interface History {

    /** How many partitions each input has. */
    int partitions();

    /**
     * Hands every record within {@code scope} to {@code use}: those of a topic's partition in order of their offsets, and those
     * of one partition number by one thread; different partitions may be read by several threads at once.
     */
    void read(Scope scope, Use use);

    /** What is done with each record; {@code arrival.origin().partition()} says to which partition it belongs. */
    interface Use {
        void of(Arrival arrival);
    }
}
