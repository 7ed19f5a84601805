package dev.sluice.container;

import dev.sluice.container.batch.LocalMessage;
import dev.sluice.container.batch.RuntimeType;
import dev.sluice.container.id.CompactId;
import dev.sluice.container.snapshot.AttachTree;
import dev.sluice.container.store.HostedStore;
import dev.sluice.container.store.StoreEntry;
import dev.sluice.container.store.StoreTable;
import dev.sluice.loader.AttachState;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Makes, names and finds data stores for the application (runtime-formats §5.2, §5.3). Confined to the document's thread.
 *
 * @param <S> the data stores
 */
final class DataStores<S extends HostedStore> {
    private final View<S> view;
    private final StoreTable<S> table;
    private final Aliases aliases;
    private final Consumer<LocalMessage> submit;

    DataStores(View<S> view, StoreTable<S> table, Aliases aliases, Consumer<LocalMessage> submit) {
        this.view = view;
        this.table = table;
        this.aliases = aliases;
        this.submit = submit;
    }

    Optional<S> byId(String id) {
        return table.entry(id).map(StoreEntry::store);
    }

    Optional<S> byAlias(String alias) {
        return aliases.storeId(alias).flatMap(this::byId);
    }

    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        table.entries().forEach(entry -> ids.add(entry.id()));
        return Set.copyOf(ids);
    }

    S create(List<String> packagePath) {
        return create(newId(), packagePath);
    }

    S create(String id, List<String> packagePath) {
        checkNew(id, packagePath);
        return table.create(id, packagePath).store();
    }

    S copy(String id, List<String> packagePath, SummaryTree parts) {
        checkNew(id, packagePath);
        if (view.attachState() != AttachState.ATTACHED) {
            throw new IllegalStateException("found " + view.attachState() + ", expected a document that exists");
        }
        SummaryTree content = SummaryTree.builder().put(".channels", parts).build();
        return table.copy(id, packagePath, AttachTree.read(AttachTree.write(content)))
                .store();
    }

    private String newId() {
        return view.attachState() == AttachState.DETACHED ? CompactId.encode(2L * table.count()) : view.newId();
    }

    private void checkNew(String id, List<String> packagePath) {
        if (packagePath.isEmpty() || id.isEmpty() || id.indexOf('/') >= 0 || id.indexOf('%') >= 0) {
            throw new IllegalArgumentException("found id " + id + " and package path " + packagePath
                    + ", expected a name without / and %, and a package");
        }
        if (aliases.storeId(id).isPresent()) {
            throw new IllegalArgumentException("found id " + id + ", which is an alias");
        }
        view.checkEditable();
    }

    /** In a detached document at once, for there is nobody else. */
    CompletionStage<AliasResult> trySetAlias(String storeId, String alias) {
        StoreEntry<S> entry = table.entry(storeId)
                .orElseThrow(() -> new IllegalArgumentException("there is no data store " + storeId));
        if (alias.isEmpty() || alias.indexOf('/') >= 0) {
            throw new IllegalArgumentException("found alias \"" + alias + "\", expected a name without slash");
        }
        view.checkEditable();
        if (aliases.storeId(alias).isPresent() || table.entry(alias).isPresent()) {
            return CompletableFuture.completedStage(AliasResult.CONFLICT);
        }
        if (view.attachState() == AttachState.DETACHED) {
            aliases.put(alias, storeId);
            table.aliased(storeId, 0);
            return CompletableFuture.completedStage(AliasResult.ALIASED);
        }
        table.attach(entry);
        CompletableFuture<AliasResult> answer = aliases.await();
        submit.accept(LocalMessage.of(
                RuntimeType.ALIAS,
                JsonObject.builder()
                        .put("internalId", storeId)
                        .put("alias", alias)
                        .build()));
        return answer.minimalCompletionStage();
    }
}
