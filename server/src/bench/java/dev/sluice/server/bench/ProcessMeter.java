package dev.sluice.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads what the kernel knows of a process: processor time and memory, from {@code /proc}.
 *
 * <p>Immutable; Linux only.
 */
record ProcessMeter(long pid) {
    /** {@code USER_HZ}, which Linux fixes for user space on every architecture that this runs on. */
    static final long TICK_MS = 10;

    /** User and system time of all its threads so far, in steps of a tick. */
    Duration cpu() {
        String stat = read("stat");
        // The second field is the command in parentheses and may hold anything, even spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MS);
    }

    long residentBytes() {
        return status("VmRSS:");
    }

    /** The most that was resident since {@link #resetPeak} or the start. */
    long peakResidentBytes() {
        return status("VmHWM:");
    }

    void resetPeak() {
        try {
            Files.writeString(file("clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reset the memory peak of process " + pid, e);
        }
    }

    private long status(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").trim())
                .mapToLong(Long::parseLong)
                .map(kib -> kib * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(file("status") + " has no line " + name));
    }

    private String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " cannot be read; has it ended?", e);
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
