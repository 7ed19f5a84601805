package dev.sluice.dds.text;

import dev.sluice.dds.mergetree.LocalEdit;

/** An edit of a string that is not sequenced yet, of its text or of its intervals. Immutable. */
sealed interface PendingEdit {
    record OfText(LocalEdit edit) implements PendingEdit {}

    record OfInterval(PendingInterval edit) implements PendingEdit {}
}
