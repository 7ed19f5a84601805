package dev.sluice.server.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers that are compared unless others are named, as they lie in a checkout of this project. */
final class KnownServers {
    private static final Path SLUICE = Path.of("server/target/sluice.jar");
    private static final Path TINYLICIOUS =
            Path.of("server/src/interop/tinylicious/node_modules/tinylicious/dist/index.js");
    private static final Path HEAP = Path.of("server/src/bench/heap.cjs");
    private static final Path LEVELDB = Path.of("server/src/bench/leveldb.cjs");

    private KnownServers() {}

    static List<ServerCommand> all() {
        return List.of(sluice(), tinylicious(), tinyliciousOnLevelDb());
    }

    /** This server and Tinylicious as most people run it. */
    static List<ServerCommand> two() {
        return List.of(sluice(), tinylicious());
    }

    /** With its limit on one client's ops lifted, because the others have none. */
    private static ServerCommand sluice() {
        return new ServerCommand(
                "Sluice",
                List.of(
                        "java",
                        "-jar",
                        absolute(SLUICE),
                        "serve",
                        "--port",
                        "{port}",
                        "--data",
                        "{data}",
                        "--client-ops-per-second",
                        "0"));
    }

    /** As it is shipped: ops and documents in memory, Git objects in a folder. */
    private static ServerCommand tinylicious() {
        return new ServerCommand(
                "Tinylicious, memory",
                List.of(
                        "env",
                        "PORT={port}",
                        "storage={data}",
                        "node",
                        "--expose-gc",
                        "--require",
                        absolute(HEAP),
                        absolute(TINYLICIOUS)));
    }

    private static ServerCommand tinyliciousOnLevelDb() {
        return new ServerCommand(
                "Tinylicious, LevelDB",
                List.of(
                        "env",
                        "PORT={port}",
                        "storage={data}/git",
                        "db__inMemory=",
                        "db__path={data}/db",
                        "node",
                        "--expose-gc",
                        "--require",
                        absolute(HEAP),
                        "--require",
                        absolute(LEVELDB),
                        absolute(TINYLICIOUS)));
    }

    private static String absolute(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is missing from " + Path.of("").toAbsolutePath()
                            + "; start in the root of a checkout, after the build, or name servers with --server");
        }
        return file.toAbsolutePath().toString();
    }
}
