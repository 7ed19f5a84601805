package dev.sluice.dds.text;

import dev.sluice.dds.Origin;
import dev.sluice.dds.mergetree.Change;
import java.util.List;

/**
 * A string changed in view. Immutable.
 *
 * @param changes what happened; each applies to what the ones before left
 * @param origin who is the cause
 * @since 0.1
 */
public record TextChange(List<Change> changes, Origin origin) {
    /** Makes a change of a copy of the list. */
    public TextChange {
        changes = List.copyOf(changes);
    }
}
