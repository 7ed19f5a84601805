package dev.sluice.server.transport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Installs what a folder's package-lock.json names, once, through the npm client and whatever registry it is set up for. */
final class NpmPackages {
    private static final long MINUTES = 5;

    private NpmPackages() {}

    static synchronized void install(Path folder) throws IOException, InterruptedException {
        Path lockFile = Files.createDirectories(Path.of("target")).resolve("npm.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(folder.resolve("node_modules/.package-lock.json"))) {
                run(folder);
            }
        }
    }

    private static void run(Path folder) throws IOException, InterruptedException {
        Path output = Path.of("target", "npm.log");
        Process process = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("npm ci in " + folder + " failed: " + Files.readString(output));
        }
    }
}
