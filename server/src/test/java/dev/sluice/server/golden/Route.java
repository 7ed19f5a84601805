package dev.sluice.server.golden;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Requests by how their answers are compared. */
enum Route {
    CREATE("POST", "/documents/[^/]+"),
    DELTAS("GET", "/deltas/[^/]+/[^/]+"),
    BLOB_WRITE("POST", "/repos/[^/]+/git/blobs"),
    BLOB_READ("GET", "/repos/[^/]+/git/blobs/[0-9a-f]{40}"),
    TREE_WRITE("POST", "/repos/[^/]+/git/trees"),
    TREE_READ("GET", "/repos/[^/]+/git/trees/[0-9a-f]{40}"),
    COMMIT_LIST("GET", "/repos/.+/commits"),
    COMMIT_READ("GET", "/repos/[^/]+/git/commits/[0-9a-f]{40}"),
    REF("GET", "/repos/[^/]+/git/refs/.+"),
    DOCUMENT("GET", "/documents/[^/]+/[^/]+"),
    SUMMARY_READ("GET", "/repos/[^/]+/git/summaries/.+"),
    OTHER("", ".*");

    private final String method;
    private final Pattern path;

    Route(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(path);
    }

    static Route of(Row.HttpRequest request) {
        return Arrays.stream(values())
                .filter(route -> route.method.isEmpty() || route.method.equals(request.meantMethod()))
                .filter(route -> route.path.matcher(request.path()).matches())
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether the answer tells of a state that settles a moment after what caused it. */
    boolean tellsOfState() {
        return this == DELTAS || this == COMMIT_LIST || this == REF || this == DOCUMENT;
    }

    static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
