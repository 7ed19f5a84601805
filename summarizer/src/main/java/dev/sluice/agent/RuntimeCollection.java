package dev.sluice.agent;

import dev.sluice.collector.CollectedContainer;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.gc.graph.NodeRoutes;
import dev.sluice.gc.op.GcOp;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * A container runtime as collectors see it. Confined to the document's thread.
 *
 * @since 0.1
 */
public final class RuntimeCollection implements CollectedContainer {
    private final ContainerRuntime<?> runtime;

    /** Makes the view of a runtime. */
    public RuntimeCollection(ContainerRuntime<?> runtime) {
        this.runtime = runtime;
    }

    @Override
    public OptionalLong referenceMs() {
        return runtime.collection().referenceMs();
    }

    @Override
    public NodeRoutes nodes(Freshness freshness) {
        return switch (freshness) {
            case CACHED -> runtime.gcNodes();
            case FRESH -> runtime.freshGcNodes();
        };
    }

    @Override
    public boolean hasStore(String storeId) {
        return runtime.dataStore(storeId).isPresent();
    }

    @Override
    public void submit(GcOp op) {
        runtime.submitGc(op);
    }

    @Override
    public void deleteHere(Collection<String> ids) {
        runtime.deleteHere(ids);
    }
}
