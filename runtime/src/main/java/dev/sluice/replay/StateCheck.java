package dev.sluice.replay;

import dev.sluice.datastore.OpaqueChannel;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a replayed document has in common with what its recording says of it.
 *
 * <p>Compared are the channels that the recording names and the aliases. Left out of account is what no client promises: the order
 * of map and directory entries and of intervals, and whether a long string is told by its hash. Immutable.
 *
 * @since 0.1
 */
public final class StateCheck {
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final List<String> compared = new ArrayList<>();
    private final List<String> notCompared = new ArrayList<>();
    private final List<StateDifference> differences = new ArrayList<>();

    private StateCheck() {}

    /**
     * Compares a document.
     *
     * @param recorded what {@code state.json} holds
     * @throws RecordingException if that is of another form
     */
    public static StateCheck of(ReplayedDocument document, JsonObject recorded) {
        return of(document.channels(), document.runtime().aliases(), recorded);
    }

    /**
     * Compares parts of a document.
     *
     * @param channels by path {@code /store/channel}
     * @param aliases with the ids of the data stores they name
     * @param recorded what {@code state.json} holds
     * @throws RecordingException if that is of another form
     */
    public static StateCheck of(Map<String, Channel> channels, Map<String, String> aliases, JsonObject recorded) {
        StateCheck check = new StateCheck();
        Comparison comparison = check.new Comparison(channels, aliases);
        try {
            recorded.members().forEach(comparison::compare);
        } catch (JsonException malformed) {
            throw new RecordingException("state.json is damaged: " + malformed.getMessage(), malformed);
        }
        return check;
    }

    /** Returns the path of each channel that the recording names. */
    public Map<String, String> paths() {
        return Collections.unmodifiableMap(paths);
    }

    /** Returns what the recording says and the document agrees or disagrees with, by name. */
    public List<String> compared() {
        return Collections.unmodifiableList(compared);
    }

    /** Returns what the recording says beyond the states of channels of known types, by name. */
    public List<String> notCompared() {
        return Collections.unmodifiableList(notCompared);
    }

    /** Returns where the document differs from the recording. */
    public List<StateDifference> differences() {
        return Collections.unmodifiableList(differences);
    }

    /** Confined to one thread; use once. */
    private final class Comparison {
        private final Map<String, Channel> channels;
        private final ChannelNames names;
        private final JsonValue aliases;

        Comparison(Map<String, Channel> channels, Map<String, String> aliases) {
            this.channels = channels;
            this.names = new ChannelNames(channels, aliases);
            JsonObject.Builder all = JsonObject.builder();
            aliases.forEach(all::put);
            this.aliases = all.build();
        }

        void compare(String name, JsonValue recorded) {
            Optional<String> type = recorded.asObject().flatMap(state -> state.string("type"));
            List<String> candidates = type.isPresent()
                    ? candidates(
                            Stream.concat(names.meant(name).stream(), Stream.of(names.any())),
                            path -> isOf(type.get(), path))
                    : candidates(names.meant(name).stream(), path -> mayBe(recorded, path));
            if (!candidates.isEmpty()) {
                channel(name, recorded, candidates);
            } else if (type.isPresent()) {
                compared.add(name);
                differences.add(new StateDifference(name, "a channel of type " + type.get(), "none"));
            } else if (name.equals("aliases")) {
                compared.add(name);
                StateDifference.collect(name, recorded, aliases, differences);
            } else {
                notCompared.add(name);
            }
        }

        private static List<String> candidates(Stream<List<String>> groups, Predicate<String> rule) {
            return groups.map(group -> group.stream().filter(rule).toList())
                    .filter(group -> !group.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }

        private boolean isOf(String type, String path) {
            return at(path).attributes().type().equals(type);
        }

        /** Some recordings give the bare content. */
        private boolean mayBe(JsonValue recorded, String path) {
            return ComparableState.bare(ChannelState.of(at(path)))
                    .filter(content -> content.kind() == recorded.kind())
                    .isPresent();
        }

        private void channel(String name, JsonValue recorded, List<String> candidates) {
            if (at(candidates.get(0)) instanceof OpaqueChannel) {
                paths.put(name, candidates.get(0));
                notCompared.add(name);
                return;
            }
            compared.add(name);
            List<StateDifference> fewest = List.of();
            // A name may mean several channels; it means the one of that state, if there is one.
            for (String path : candidates) {
                List<StateDifference> found = differences(name, recorded, path);
                if (found.isEmpty() || !paths.containsKey(name)) {
                    paths.put(name, path);
                    fewest = found;
                }
                if (found.isEmpty()) {
                    break;
                }
            }
            differences.addAll(fewest);
        }

        private List<StateDifference> differences(String name, JsonValue recorded, String path) {
            JsonObject own = ChannelState.of(at(path));
            List<StateDifference> found = new ArrayList<>();
            JsonObject said = recorded.asObject()
                    .filter(state -> state.has("type"))
                    .orElseGet(() -> ComparableState.whole(own, recorded));
            StateDifference.collect(name, ComparableState.of(said), ComparableState.of(own), found);
            return found;
        }

        private Channel at(String path) {
            return Objects.requireNonNull(channels.get(path));
        }
    }
}
