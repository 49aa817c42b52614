package dev.rollcall.stack;

/** Takes the broker or the registry of a stack away and brings it back, for tests in other packages. */
public final class Outages {
    private Outages() {}

    /** Stops the broker in good order; its data and its port stay. */
    public static void stopBroker(LocalStack stack) {
        stack.broker().stop();
    }

    public static void startBroker(LocalStack stack) {
        stack.broker().start();
    }

    /** Stops the registry in good order; its schemas and its port stay. */
    public static void stopRegistry(LocalStack stack) {
        stack.registry().stop();
    }

    public static void startRegistry(LocalStack stack) {
        stack.registry().start();
    }
}
