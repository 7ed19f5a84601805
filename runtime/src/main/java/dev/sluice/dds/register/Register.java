package dev.sluice.dds.register;

import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One register: the agreed value, and what was written by those who did not know of each other (dds-formats §5). Mutable. */
final class Register {
    private static final String ATOMIC = "atomic";
    private static final String VERSIONS = "versions";
    private static final String NUMBER = "sequenceNumber";
    private static final String VALUE = "value";

    private final List<Version> versions = new ArrayList<>();
    private Version atomic;

    record Version(long sequenceNumber, Optional<JsonValue> value) {
        static Version read(JsonObject json, UnaryOperator<JsonValue> absolute) {
            long number = json.require(NUMBER).asLong().orElse(0L);
            return new Version(number, Wrapped.read(json.require(VALUE), absolute));
        }

        JsonObject write() {
            return JsonObject.builder()
                    .put(NUMBER, sequenceNumber)
                    .put(VALUE, Wrapped.write(value))
                    .build();
        }
    }

    Register(Version first) {
        atomic = first;
    }

    static Register read(JsonObject json, UnaryOperator<JsonValue> absolute) {
        Register register = new Register(Version.read(json.object(ATOMIC).orElse(JsonObject.EMPTY), absolute));
        for (JsonValue version : json.array(VERSIONS).orElse(JsonArray.EMPTY).elements()) {
            register.versions.add(Version.read(version.asObject().orElse(JsonObject.EMPTY), absolute));
        }
        return register;
    }

    JsonObject write() {
        return JsonObject.builder()
                .put(ATOMIC, atomic.write())
                .put(
                        VERSIONS,
                        JsonValue.of(versions.stream().map(Version::write).toList()))
                .build();
    }

    Version atomic() {
        return atomic;
    }

    List<Version> versions() {
        return versions;
    }

    /** Takes a write; returns whether its writer had seen the agreed value. */
    boolean write(Version version, long referenceSequenceNumber) {
        boolean isWinner = referenceSequenceNumber >= atomic.sequenceNumber;
        if (isWinner) {
            atomic = version;
        }
        while (!versions.isEmpty() && versions.get(0).sequenceNumber <= referenceSequenceNumber) {
            versions.remove(0);
        }
        versions.add(version);
        return isWinner;
    }
}
