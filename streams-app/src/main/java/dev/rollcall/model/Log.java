package dev.rollcall.model;

/** One partition of a topic; those of a topic in order of their numbers. */
public record Log(String topic, int partition) implements Comparable<Log> {

    @Override
    public int compareTo(Log other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic == 0 ? Integer.compare(partition, other.partition) : byTopic;
    }
}
