package dev.sluice.server.golden;

import java.util.HashMap;
import java.util.Map;

/** Where in a recorded tree a recorded blob was listed. Confined to the replay's thread. */
final class Trees {

    private final Map<String, String> paths = new HashMap<>();

    void listed(String blob, String path) {
        paths.putIfAbsent(blob, path);
    }

    /** A path of the blob; empty when no listing named it. */
    String pathOf(String blob) {
        return paths.getOrDefault(blob, "");
    }

    /** Whether the service itself writes that file, with times or names of clients in it. */
    static boolean isWrittenByService(String path) {
        return path.equals(".protocol/quorumMembers") || isLogTail(path) || isServiceState(path);
    }

    static boolean isLogTail(String path) {
        return path.equals(".logTail/logTail");
    }

    static boolean isServiceState(String path) {
        return path.startsWith(".serviceProtocol/");
    }
}
