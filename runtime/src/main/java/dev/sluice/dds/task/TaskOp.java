package dev.sluice.dds.task;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.protocol.json.JsonObject;

/** An op of a task manager. Immutable. */
record TaskOp(Kind kind, String task) {
    enum Kind {
        VOLUNTEER("volunteer"),
        ABANDON("abandon"),
        COMPLETE("complete");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    static TaskOp read(JsonObject op) {
        String type = op.string("type").orElse("");
        String task = op.string("taskId").orElse(null);
        for (Kind kind : Kind.values()) {
            if (task != null && kind.code.equals(type)) {
                return new TaskOp(kind, task);
            }
        }
        throw new ChannelException("found op " + op + ", expected to volunteer, abandon or complete");
    }

    JsonObject write() {
        return JsonObject.builder().put("type", kind.code).put("taskId", task).build();
    }
}
