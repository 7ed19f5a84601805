package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.GIB;
import static dev.sluice.server.config.Bounds.MIB;
import static dev.sluice.server.config.Bounds.TIB;

import dev.sluice.server.config.Setting.Section;
import java.nio.file.Path;
import java.util.List;

/** Where and how the store keeps what it is given. */
final class StorageSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.STORAGE);

    static final Setting<Path> DATA =
            GROUP.define("data", Kind.path(), "data", "Folder of the store; it is made if missing.");
    static final Setting<Durability> DURABILITY = GROUP.define(
            "durability",
            Kind.choice(Durability.class),
            "commit",
            "What a power cut may take away. `commit`: nothing, an op is acknowledged when it is on disk."
                    + " `lose-newest-on-power-cut`: the newest group of acknowledged ops. A crash of the process alone takes"
                    + " nothing in either.");
    static final Setting<Long> MAP_INITIAL_BYTES = GROUP.define(
            "map-initial-bytes",
            Kind.bytes(MIB, 64 * TIB),
            "64GiB",
            "Address space of the store's memory map when it is opened, at most map-max-bytes. It takes neither disk nor memory "
                    + "until used and grows by itself.");
    static final Setting<Long> MAP_MAX_BYTES = GROUP.define(
            "map-max-bytes",
            Kind.bytes(MIB, 64 * TIB),
            "1TiB",
            "Size beyond which the memory map does not grow; a full store refuses writes and keeps serving reads.");
    static final Setting<Long> LARGE_BLOB_THRESHOLD_BYTES = GROUP.define(
            "large-blob-threshold-bytes",
            Kind.bytes(4096, GIB),
            "1MiB",
            "Blobs larger than this are kept in files of their own beside the map.");
    static final Setting<Long> PREALLOCATE_BYTES = GROUP.define(
            "preallocate-bytes",
            Kind.bytes(0, TIB),
            "8MiB",
            "How far ahead of use the store's file is filled, since writing inside a file is cheaper to make durable than"
                    + " making it longer; 0 for not at all.");
    static final Setting<Long> COMMIT_MAX_BYTES = GROUP.define(
            "commit-max-bytes",
            Kind.bytes(4096, 2 * GIB - 1),
            "16MiB",
            "About how much goes into one group commit at most.");
    static final Setting<Long> COMMIT_QUEUE_MAX_BYTES = GROUP.define(
            "commit-queue-max-bytes",
            Kind.bytes(MIB, TIB),
            "256MiB",
            "How much may wait to be committed; beyond it, writes are refused as overload and can be tried again.");
    static final Setting<Path> BACKUP_DIR = GROUP.define(
            "backup-dir",
            Kind.path(),
            "backups",
            "Folder under which a running server writes the backups it is asked for, and from which it restores.");

    private StorageSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
