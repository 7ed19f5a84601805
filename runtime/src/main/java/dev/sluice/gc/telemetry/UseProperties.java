package dev.sluice.gc.telemetry;

import dev.sluice.gc.ageing.Stage;
import dev.sluice.gc.ageing.UnreferencedNodes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The properties of events about the use of a node. Pure. */
final class UseProperties {
    private static final long UNTRACKED = -1;
    private static final int MAX_FRAMES = 30;

    private UseProperties() {}

    static Map<String, Object> of(NodeUse use, UnreferencedNodes nodes, boolean isTombstoned) {
        Map<String, Object> properties = new LinkedHashMap<>();
        OptionalLong since = nodes.sinceMs(use.trackedId());
        Stage stage = nodes.stage(use.trackedId());
        properties.put("id", use.id());
        putIfPresent(properties, "fromId", use.fromId());
        properties.put("trackedId", use.trackedId());
        properties.put("type", use.type().label());
        properties.put("unrefTime", since.orElse(UNTRACKED));
        properties.put("age", since.isPresent() ? use.referenceMs() - since.getAsLong() : UNTRACKED);
        nodes.ages().timeoutMs(stage).ifPresent(timeout -> properties.put("timeout", timeout));
        properties.put("isTombstoned", isTombstoned);
        use.packagePath().ifPresent(path -> properties.put("pkg", String.join("/", path)));
        if (use.isRecovery()) {
            properties.put("autorecovery", true);
        }
        NodeRequest request = use.request();
        if (request != null) {
            properties.put("requestUrl", request.url());
            properties.put("requestHeaders", request.headers());
            properties.put("headers", request.headers());
        }
        return properties;
    }

    private static void putIfPresent(Map<String, Object> properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    /** Where in the application the node was used. */
    static String stack() {
        return Arrays.stream(new Throwable().getStackTrace())
                .limit(MAX_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining("\n"));
    }
}
