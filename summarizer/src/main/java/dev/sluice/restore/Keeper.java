package dev.sluice.restore;

import dev.sluice.container.AliasResult;
import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.Channel;
import dev.sluice.dds.KeyedValues;
import dev.sluice.dds.directory.SharedDirectory;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.handle.NodePath;
import dev.sluice.restore.RestoreException.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What holds a restored node. Confined to the document's thread. */
interface Keeper {
    /**
     * Refuses what cannot hold anything, before anything is done.
     *
     * @throws RestoreException with the reason
     */
    void check();

    /** Holds a node; completes when it is known whether that succeeded. */
    CompletionStage<AliasResult> keep(Handle node);

    /** Returns what a request names. */
    static Keeper of(ContainerRuntime<DataStore> runtime, Keep keep) {
        return keep instanceof Keep.Key key ? new UnderKey(runtime, key) : new UnderAlias(runtime, (Keep.Alias) keep);
    }

    /**
     * Holds data stores.
     *
     * @param runtime of the document
     * @param alias for it
     */
    record UnderAlias(ContainerRuntime<DataStore> runtime, Keep.Alias alias) implements Keeper {
        @Override
        public void check() {
            String name = alias.name();
            if (name.isEmpty() || name.indexOf('/') >= 0) {
                throw new RestoreException(Kind.USAGE, "found alias \"" + name + "\", expected a name without slash");
            }
            if (runtime.aliases().containsKey(name) || runtime.dataStore(name).isPresent()) {
                throw new RestoreException(Kind.CONFLICT, "the alias \"" + name + "\" is taken");
            }
        }

        @Override
        public CompletionStage<AliasResult> keep(Handle node) {
            return runtime.trySetAlias(node.path().storeId().orElseThrow(), alias.name());
        }
    }

    /**
     * Holds anything.
     *
     * @param runtime of the document
     * @param place for it
     */
    record UnderKey(ContainerRuntime<DataStore> runtime, Keep.Key place) implements Keeper {
        @Override
        public void check() {
            if (values().has(place.key())) {
                throw new RestoreException(
                        Kind.CONFLICT, place.holder() + " has something under \"" + place.key() + "\" already");
            }
        }

        @Override
        public CompletionStage<AliasResult> keep(Handle node) {
            values().set(place.key(), node);
            return CompletableFuture.completedStage(AliasResult.ALIASED);
        }

        private KeyedValues values() {
            List<String> names = NodePath.ofUrl(place.holder()).names();
            if (names.size() < 2) {
                throw new RestoreException(
                        Kind.USAGE, "found " + place.holder() + ", expected /store/channel of a map or a directory");
            }
            Channel channel = runtime.dataStore(names.get(0))
                    .flatMap(store -> store.channel(names.get(1)))
                    .orElseThrow(() -> new RestoreException(Kind.NOT_FOUND, "there is no channel " + place.holder()));
            if (channel instanceof SharedMap map && names.size() == 2) {
                return map;
            }
            if (channel instanceof SharedDirectory directory) {
                String path = "/" + String.join("/", names.subList(2, names.size()));
                return directory
                        .directory(path)
                        .orElseThrow(() -> new RestoreException(
                                Kind.NOT_FOUND,
                                "there is no directory " + path + " in "
                                        + channel.attributes().type()));
            }
            throw new RestoreException(
                    Kind.USAGE,
                    place.holder() + " is of type " + channel.attributes().type() + ", expected a map or a directory");
        }
    }
}
