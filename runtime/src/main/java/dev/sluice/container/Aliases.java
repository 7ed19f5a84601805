package dev.sluice.container;

import dev.sluice.loader.ContainerException;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The names of data stores, and the wishes for names that are pending, in the order of their ops (RT-039). Confined to the
 * document's thread.
 */
final class Aliases {
    private final Map<String, String> storeIdByAlias = new LinkedHashMap<>();
    private final Deque<CompletableFuture<AliasResult>> pending = new ArrayDeque<>();

    Map<String, String> all() {
        return Collections.unmodifiableMap(storeIdByAlias);
    }

    void load(JsonValue stored) {
        for (JsonValue entry : stored.asArray().map(JsonArray::elements).orElseThrow(() -> malformed(stored))) {
            if (!(entry instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(0) instanceof JsonString alias
                    && pair.get(1) instanceof JsonString storeId)) {
                throw malformed(entry);
            }
            storeIdByAlias.put(alias.value(), storeId.value());
        }
    }

    Optional<String> storeId(String alias) {
        return Optional.ofNullable(storeIdByAlias.get(alias));
    }

    void put(String alias, String storeId) {
        storeIdByAlias.put(alias, storeId);
    }

    /** A wish was submitted; its answer comes with its op. */
    CompletableFuture<AliasResult> await() {
        CompletableFuture<AliasResult> answer = new CompletableFuture<>();
        pending.add(answer);
        return answer;
    }

    /** The oldest wish was sequenced. */
    @Nullable
    CompletableFuture<AliasResult> answered() {
        return pending.poll();
    }

    /** The newest wish was taken back. */
    @Nullable
    CompletableFuture<AliasResult> takenBack() {
        return pending.pollLast();
    }

    void close(RuntimeException cause) {
        pending.forEach(answer -> answer.completeExceptionally(cause));
        pending.clear();
    }

    JsonArray toJson() {
        return JsonValue.of(storeIdByAlias.entrySet().stream()
                .map(entry -> JsonArray.of(JsonValue.of(entry.getKey()), JsonValue.of(entry.getValue())))
                .toList());
    }

    private static ContainerException malformed(JsonValue found) {
        return new ContainerException(
                Kind.DATA_CORRUPTION, "found " + found.toJson() + " in .aliases, expected pairs of names and ids");
    }
}
