package dev.rollcall.app.cli;

/** The program as its container image starts it: the product's verbs alone, without a broker or a registry of its own. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Rollcall.run(args);
    }
}
