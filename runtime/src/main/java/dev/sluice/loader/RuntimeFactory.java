package dev.sluice.loader;

import dev.sluice.driver.Snapshot;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * Makes what a container hosts. May be used by many threads, one container each.
 *
 * @since 0.1
 */
public interface RuntimeFactory {
    /** Makes the runtime of a new, detached container. */
    HostedRuntime create(RuntimeContext context);

    /**
     * Makes the runtime of an existing document as of a snapshot; the ops after it follow.
     *
     * @param pending what {@link HostedRuntime#pendingState} of a former session returned, to be made pending again
     * @throws ContainerException if the document cannot be opened by this version, or its snapshot is damaged
     */
    HostedRuntime load(RuntimeContext context, Snapshot snapshot, Optional<JsonValue> pending);
}
