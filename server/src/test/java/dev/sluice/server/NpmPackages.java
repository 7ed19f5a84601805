package dev.sluice.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The packages of a folder, as its package-lock.json names them, by the npm client and whatever registry it is set up for. What
 * is installed already is kept. Several threads and processes may ask at once.
 */
public final class NpmPackages {
    private static final long MINUTES = 5;

    private NpmPackages() {}

    /**
     * Returns when the packages of a folder are there.
     *
     * @throws UncheckedIOException if npm fails; its message has what npm said
     */
    public static synchronized void install(Path folder) {
        try {
            Path lockFile = Files.createDirectories(Path.of("target")).resolve("npm.lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !isInstalled(folder)) {
                    run(folder);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm installed " + folder, ended);
        }
    }

    private static boolean isInstalled(Path folder) throws IOException {
        Path marker = folder.resolve("node_modules/.package-lock.json");
        Path wanted = folder.resolve("package-lock.json");
        return Files.exists(marker)
                && Files.getLastModifiedTime(marker).compareTo(Files.getLastModifiedTime(wanted)) >= 0;
    }

    private static void run(Path folder) throws IOException, InterruptedException {
        Path output = Path.of("target", "npm.log");
        Process process = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("npm ci in " + folder + " failed: " + Files.readString(output));
        }
    }
}
