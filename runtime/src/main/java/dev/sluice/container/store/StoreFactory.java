package dev.sluice.container.store;

import dev.sluice.container.snapshot.StoredTree;
import java.util.Map;

/**
 * Makes data stores. Immutable; may be used by many threads.
 *
 * @param <S> the data stores it makes
 * @since 0.1
 */
public interface StoreFactory<S extends HostedStore> {
    /**
     * Whether what some data store holds depends on who is a member, so that all of them have to hear of those that leave, be
     * they open or not.
     */
    boolean hearsOfMembers();

    /** Makes an empty data store that nobody else knows. */
    S create(StoreContext context);

    /**
     * Makes a data store that others know.
     *
     * @param parts the content of each part, by name; read later
     * @param sequenceNumber what the content is as of
     */
    S load(StoreContext context, Map<String, StoredTree> parts, long sequenceNumber);
}
