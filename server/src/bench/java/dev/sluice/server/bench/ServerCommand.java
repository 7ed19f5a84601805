package dev.sluice.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A server by name and the command line that starts it.
 *
 * <p>In the words, <code>{port}</code> stands for a free port and <code>{data}</code> for an empty folder, both new at
 * every start. The command must become the server, not its parent: {@code env PORT={port} node …} does, a shell script
 * should {@code exec}.
 *
 * <p>Immutable.
 */
record ServerCommand(String name, List<String> words) {
    private static final Pattern WORD = Pattern.compile("(?:'[^']*+'|[^' ]++)++");

    ServerCommand {
        words = List.copyOf(words);
    }

    /**
     * Reads {@code name=command}.
     *
     * <p>Words are separated by spaces; single quotes hold together a word that has some.
     */
    static ServerCommand parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || text.substring(equals + 1).isBlank()) {
            throw new IllegalArgumentException("server " + text + " is not of the form name=command");
        }
        return new ServerCommand(text.substring(0, equals), words(text.substring(equals + 1)));
    }

    private static List<String> words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word -> word.group().replace("'", ""))
                .toList();
    }

    /** Starts the server and returns it once it has created a document. */
    StartedServer start() {
        try {
            Path folder = Files.createTempDirectory("sluice-bench");
            int port = freePort();
            Path data = Files.createDirectory(folder.resolve("data"));
            List<String> command = words.stream()
                    .map(word -> word.replace("{port}", Integer.toString(port)).replace("{data}", data.toString()))
                    .toList();
            return StartedServer.launch(this, command, folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start server " + name, e);
        }
    }

    /** Looks below the range from which clients are given ports, lest one of them takes it before the server does. */
    private static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // Another process has this one; the next is as good.
            }
        }
        throw new IllegalStateException("found no free port between 20000 and 30000");
    }
}
