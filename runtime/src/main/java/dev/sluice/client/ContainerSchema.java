package dev.sluice.client;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a document holds when it is created. All clients of a document should have the same schema; what they make later may be of
 * any type. Immutable.
 *
 * <pre>{@code
 * static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
 * static final InitialObject<SharedCounter> VISITS = InitialObject.of("visits", SharedCounter.FACTORY);
 * static final ContainerSchema SCHEMA = ContainerSchema.of(NOTES, VISITS);
 * }</pre>
 *
 * @param initialObjects in the order in which they are made
 * @since 0.1
 */
public record ContainerSchema(List<InitialObject<?>> initialObjects) {
    /**
     * Checks that names differ.
     *
     * @throws IllegalArgumentException if two objects have one name
     */
    public ContainerSchema {
        initialObjects = List.copyOf(initialObjects);
        Set<String> names = new LinkedHashSet<>();
        for (InitialObject<?> object : initialObjects) {
            if (!names.add(object.name())) {
                throw new IllegalArgumentException("two initial objects are called " + object.name());
            }
        }
    }

    /** Returns a schema of these objects. */
    public static ContainerSchema of(InitialObject<?>... objects) {
        return new ContainerSchema(List.of(objects));
    }
}
