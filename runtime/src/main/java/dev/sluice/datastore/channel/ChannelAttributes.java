package dev.sluice.datastore.channel;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.Optional;

/**
 * What the blob {@code .attributes} of a channel says (dds-formats §1.1). Immutable.
 *
 * @param json as it was read; members that are not known here are kept
 * @since 0.1
 */
public record ChannelAttributes(JsonObject json) {
    /** Where the types of the reference implementation's own channels live; some documents leave it out. */
    public static final String TYPE_PREFIX = "https://graph.microsoft.com/types/";

    private static final String TYPE = "type";

    /**
     * Checks that there is a type.
     *
     * @throws ChannelException if not
     */
    public ChannelAttributes {
        if (json.string(TYPE).isEmpty()) {
            throw new ChannelException("found .attributes " + json.toJson() + ", expected a member type");
        }
    }

    /** Attributes of a channel made here. */
    public static ChannelAttributes of(String type, String snapshotFormatVersion) {
        return new ChannelAttributes(JsonObject.builder()
                .put(TYPE, type)
                .put("snapshotFormatVersion", snapshotFormatVersion)
                .put("packageVersion", "2.111.0")
                .build());
    }

    /** The type, as written: usually a URL. */
    public String type() {
        return json.string(TYPE).orElseThrow();
    }

    /** The version of the snapshot's form, which is informative. */
    public Optional<String> snapshotFormatVersion() {
        return Optional.ofNullable(json.get("snapshotFormatVersion")).flatMap(JsonValue::asString);
    }
}
