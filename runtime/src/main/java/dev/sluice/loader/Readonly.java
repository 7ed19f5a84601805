package dev.sluice.loader;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Who forbids edits, if anybody (runtime-formats §3.2). Confined to the container's thread. */
final class Readonly {
    private final Consumer<Boolean> changed;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    /** Who may forbid. */
    enum Reason {
        /** The token does not allow writing. */
        TOKEN,
        /** The application does not want it. */
        APPLICATION,
        /** The document was loaded without a live stream. */
        STORAGE_ONLY
    }

    Readonly(Consumer<Boolean> changed) {
        this.changed = changed;
    }

    boolean isOn() {
        return !reasons.isEmpty();
    }

    void forbid(Reason reason) {
        boolean wasOn = isOn();
        reasons.add(reason);
        if (!wasOn) {
            changed.accept(true);
        }
    }

    void allow(Reason reason) {
        if (reasons.remove(reason) && !isOn()) {
            changed.accept(false);
        }
    }
}
