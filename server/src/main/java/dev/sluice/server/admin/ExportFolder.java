package dev.sluice.server.admin;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty folder that receives the files of an export, from this machine or over the network. */
final class ExportFolder {
    private final Path root;

    ExportFolder(Path root) throws IOException {
        if (!Stores.isEmpty(root)) {
            throw AdminException.conflict(root + " is not empty; expected an empty or missing folder");
        }
        this.root = Files.createDirectories(root).toRealPath();
    }

    /** Begins a file, which must lie inside the folder whatever its name says. */
    OutputStream begin(String name) throws IOException {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw AdminException.failed("an exported file is called " + name + ", which is not inside the folder");
        }
        Files.createDirectories(root.resolve(name).normalize().resolveSibling("."));
        return new BufferedOutputStream(Files.newOutputStream(file));
    }
}
