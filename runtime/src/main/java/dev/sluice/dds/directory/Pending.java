package dev.sluice.dds.directory;

import dev.sluice.dds.keyed.KeyedEdit;
import dev.sluice.protocol.json.JsonObject;

/** An edit of this client that is not sequenced yet, and the instance it was made on. Immutable, with identity. */
sealed interface Pending {
    Instance target();

    JsonObject op();

    /** Of the values of a directory. */
    record Keyed(Instance target, KeyedEdit edit) implements Pending {
        @Override
        public JsonObject op() {
            return edit.op().put(Ops.PATH, target.path()).build();
        }
    }

    /** Of the directories in one. */
    record Sub(Instance target, SubEdit edit) implements Pending {
        @Override
        public JsonObject op() {
            return Ops.of(edit.kind(), target.path(), edit.name());
        }
    }
}
