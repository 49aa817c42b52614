package dev.rollcall.stack;

import java.io.IOException;
import java.util.stream.Collectors;

/** A program that starts a stack, prints its address and the processes below it, and stays. */
final class StackHolder {

    private StackHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (LocalStack stack = LocalStack.start(Progress.SILENT)) {
            System.out.println(ProcessHandle.current()
                    .descendants()
                    .map(child -> Long.toString(child.pid()))
                    .collect(Collectors.joining(" ", stack.registryUrl() + " ", "")));
            System.in.read(); // until told to end, or its own parent has died
        }
    }
}
