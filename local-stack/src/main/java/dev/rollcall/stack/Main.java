package dev.rollcall.stack;

import dev.rollcall.app.cli.Rollcall;
import dev.rollcall.stack.bench.Bench;
import dev.rollcall.stack.demo.Demo;

/** The program as {@code ./rollcall} starts it: the product's verbs, and those that bring a broker and a registry along. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Rollcall.run(args, new Demo(), new Bench());
    }
}
