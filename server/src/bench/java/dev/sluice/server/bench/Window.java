package dev.sluice.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One stretch of time over which a server is measured: wall clock, its processor time, ours and everybody else's.
 *
 * <p>Confined to one thread.
 */
final class Window {
    private final ProcessMeter server;
    private final ProcessMeter self = new ProcessMeter(ProcessHandle.current().pid());
    private final long startedAt = System.nanoTime();
    private final Duration serverCpu;
    private final Duration ownCpu;
    private final Duration machineCpu;

    private Window(ProcessMeter server) {
        this.server = server;
        this.serverCpu = server.cpu();
        this.ownCpu = self.cpu();
        this.machineCpu = machineCpu();
    }

    static Window open(Server server) {
        return new Window(server.meter());
    }

    /** Closes the window. */
    Reading read() {
        return new Reading(
                (System.nanoTime() - startedAt) / 1e9,
                seconds(serverCpu, server.cpu()),
                seconds(ownCpu, self.cpu()),
                seconds(machineCpu, machineCpu()));
    }

    /** How long the window was, and how much processor time went where in it. */
    record Reading(double seconds, double serverCpu, double ownCpu, double machineCpu) {
        double perSecond(double count) {
            return count / seconds;
        }

        double serverMicrosPer(double count) {
            return serverCpu * 1e6 / count;
        }

        /** How busy this process was, in percent of one processor. */
        double ownLoad() {
            return ownCpu / seconds * 100;
        }

        /** How busy all other processes were, in percent of one processor; what they take, the server lacks. */
        double foreignLoad() {
            return Math.max(0, machineCpu - serverCpu - ownCpu) / seconds * 100;
        }
    }

    private static double seconds(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e9;
    }

    /** The busy time of all processors: user, nice, system, and both kinds of interrupt. */
    private static Duration machineCpu() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().trim().split(" +", -1);
            long ticks = Long.parseLong(fields[1])
                    + Long.parseLong(fields[2])
                    + Long.parseLong(fields[3])
                    + Long.parseLong(fields[6])
                    + Long.parseLong(fields[7]);
            return Duration.ofMillis(ticks * ProcessMeter.TICK_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
