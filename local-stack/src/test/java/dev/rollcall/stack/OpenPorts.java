package dev.rollcall.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The listening sockets of a process, as Linux tells them under /proc; elsewhere none is seen. */
final class OpenPorts {

    private static final Set<String> LOOPBACK = Set.of(
            "0100007F",
            "0000000000000000FFFF00000100007F", // 127.0.0.1 on a socket for both families
            "00000000000000000000000001000000");

    private OpenPorts() {}

    static List<String> beyondLoopback(ProcessHandle process) {
        return listening(process).stream()
                .filter(address -> !LOOPBACK.contains(address.substring(0, address.indexOf(':'))))
                .toList();
    }

    /** Address and port in hexadecimal. */
    static List<String> listening(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        List<String> addresses = new ArrayList<>();
        if (Files.isDirectory(proc)) {
            Set<String> own = sockets(proc.resolve("fd"));
            for (String table : List.of("tcp", "tcp6")) {
                for (String line : lines(proc.resolve("net").resolve(table))) {
                    String[] columns = line.strip().split("\\s+");
                    if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
                        addresses.add(columns[1]);
                    }
                }
            }
        }
        return addresses;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sockets(Path descriptors) {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : (Iterable<Path>) all::iterator) {
                try {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sockets;
    }
}
