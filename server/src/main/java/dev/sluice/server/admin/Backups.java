package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.lmdb.LmdbStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes copies of a store and names them. */
final class Backups {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter BY_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private Backups() {}

    /** Writes a copy into an empty or missing folder and tells, now and then, how far it is. */
    static void write(Store store, Path target, Lines lines) throws IOException {
        reporting(lines, progress -> store.backup(target, progress));
        ObjectNode done = Json.object();
        done.put("backup", target.toAbsolutePath().normalize().toString());
        lines.line(Json.bytes(done));
    }

    /** Copies a backup into an empty or missing folder and tells, now and then, how far it is. */
    static void restore(Path backup, Path folder, Lines lines) throws IOException {
        reporting(lines, progress -> LmdbStore.restore(backup, folder, progress));
    }

    /** Without lines the connection of whoever waits for them would be idle, and closed for it. */
    private static void reporting(Lines lines, Consumer<Store.BackupProgress> copying) throws IOException {
        ProgressLines progress = new ProgressLines("bytes", lines);
        try {
            copying.accept((written, total) -> {
                try {
                    progress.update(written, total);
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    /** Returns the folder a backup of that name has, which lies directly inside {@code folder}. */
    static Path named(Path folder, String name) {
        if (!NAME.matcher(name).matches()) {
            throw AdminException.badRequest(
                    "a backup cannot be called \"" + name + "\"; expected up to 100 letters, digits, dots and dashes");
        }
        return folder.resolve(name);
    }

    /** Returns a name that says when. */
    static String nameNow(InstantSource clock) {
        return BY_TIME.format(clock.instant());
    }

    /** Turns frequent reports into a few lines. */
    static final class ProgressLines {
        private static final Duration BETWEEN = Duration.ofMillis(200);

        private final String unit;
        private final Lines lines;
        private long told = System.nanoTime() - BETWEEN.toNanos();

        ProgressLines(String unit, Lines lines) {
            this.unit = unit;
            this.lines = lines;
        }

        void update(long done, long total) throws IOException {
            long now = System.nanoTime();
            if (now - told < BETWEEN.toNanos()) {
                return;
            }
            told = now;
            ObjectNode line = Json.object();
            line.putObject("progress").put("done", done).put("total", total).put("unit", unit);
            lines.line(Json.bytes(line));
        }
    }
}
