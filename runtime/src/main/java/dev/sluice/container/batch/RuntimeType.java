package dev.sluice.container.batch;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a runtime message is for (runtime-formats §4).
 *
 * @since 0.1
 */
public enum RuntimeType {
    /** An op of a channel, or a channel's attach, in a data store. */
    COMPONENT("component"),
    /** A new data store. */
    ATTACH("attach"),
    /** A name for a data store. */
    ALIAS("alias"),
    /** An attachment blob; what it says is in the message's metadata. */
    BLOB_ATTACH("blobAttach"),
    /** New ids of a session. */
    ID_ALLOCATION("idAllocation"),
    /** Garbage collection. */
    GC("GC"),
    /** A change of the document schema. */
    SCHEMA("schema"),
    /** Without a meaning any more. */
    REJOIN("rejoin"),
    /** A type unknown here, whose sender allowed to pass over it (RT-029); never sent. */
    IGNORED("");

    private static final Map<String, RuntimeType> BY_NAME = Stream.of(values())
            .filter(type -> type != IGNORED)
            .collect(Collectors.toUnmodifiableMap(RuntimeType::wireName, Function.identity()));

    private final String wireName;

    RuntimeType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name in messages. */
    public String wireName() {
        return wireName;
    }

    /** Returns the type of a name in messages. */
    public static Optional<RuntimeType> ofWireName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
