package dev.sluice.server.driver;

import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Version;
import dev.sluice.protocol.summary.SummaryHandle;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names in each handle of a summary the version that it leads into, as services are told (SVC §1.11). Pure. */
final class AbsoluteHandles {
    private AbsoluteHandles() {}

    static SummaryTree in(SummaryTree tree, Optional<Version> base) {
        Map<String, SummaryObject> entries = new LinkedHashMap<>();
        tree.entries().forEach((name, part) -> entries.put(name, absolute(part, base)));
        return new SummaryTree(entries, tree.unreferenced(), tree.groupId());
    }

    private static SummaryObject absolute(SummaryObject part, Optional<Version> base) {
        if (part instanceof SummaryTree tree) {
            return in(tree, base);
        }
        if (!(part instanceof SummaryHandle handle)) {
            return part;
        }
        String path = handle.target().startsWith("/") ? handle.target() : "/" + handle.target();
        Version from = base.orElseThrow(() -> new DriverException(new DriverError.NotFound(
                "handle \"" + handle.target() + "\" of a summary that is based on no version")));
        return new SummaryHandle(from.id() + "/.app" + path, handle.targetType());
    }
}
