package dev.sluice.server.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether somebody is watching. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /**
     * Tells whether standard error is a terminal, as far as that can be told: Java itself only knows of input and output
     * together. The launcher script says so in a system property; without it Linux is asked.
     */
    static boolean isStandardErrorWatched() {
        String told = System.getProperty("sluice.stderr.terminal");
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
