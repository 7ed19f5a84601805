package dev.sluice.inspect;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How one node keeps another. Immutable.
 *
 * @param kind by what
 * @param names the aliases; empty for other kinds
 * @param channelType of the channel that holds handles; empty for other kinds
 * @param places where in the channel; empty if the type is unknown here, or the channel does not tell
 * @since 0.1
 */
public record Hold(Kind kind, List<String> names, Optional<String> channelType, List<HandlePlace> places) {
    /** What keeps a node. */
    public enum Kind {
        /** The container, under aliases. */
        ALIAS,
        /** The container, for the data store was made as a root. */
        ROOT_STORE,
        /** A data store, for the channel lies in it. */
        CHANNEL_OF_STORE,
        /** A channel, for it lies in the data store. */
        STORE_OF_CHANNEL,
        /** A channel, by handles. */
        HANDLE
    }

    private static final int FEW = 3;

    /** Copies the lists. */
    public Hold {
        names = List.copyOf(names);
        places = List.copyOf(places);
    }

    static Hold of(Kind kind) {
        return new Hold(kind, List.of(), Optional.empty(), List.of());
    }

    /** Returns a clause for people. */
    public String text() {
        return switch (kind) {
            case ALIAS ->
                "alias " + names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
            case ROOT_STORE -> "made as a root";
            case CHANNEL_OF_STORE -> "channel of the data store";
            case STORE_OF_CHANNEL -> "data store of the channel";
            case HANDLE -> handles();
        };
    }

    private String handles() {
        String channel = channelType
                .map(type -> type.substring(type.lastIndexOf('/') + 1))
                .orElse("channel");
        if (places.isEmpty()) {
            return channel + ", which does not tell where";
        }
        String where = places.stream().limit(FEW).map(HandlePlace::text).collect(Collectors.joining("; "));
        return channel + ", " + where + (places.size() > FEW ? " and " + (places.size() - FEW) + " more places" : "");
    }

    /** Returns the form in JSON. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("kind", kind.name());
        if (!names.isEmpty()) {
            json.put("names", JsonValue.of(names.stream().map(JsonValue::of).toList()));
        }
        json.putIfPresent("channelType", channelType.map(JsonValue::of));
        if (!places.isEmpty()) {
            json.put(
                    "places",
                    JsonValue.of(places.stream().map(HandlePlace::toJson).toList()));
        }
        return json.build();
    }
}
