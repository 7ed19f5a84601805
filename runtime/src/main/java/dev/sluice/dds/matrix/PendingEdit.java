package dev.sluice.dds.matrix;

import dev.sluice.dds.mergetree.LocalEdit;

/** An edit of a matrix that is not sequenced yet, of its rows or columns or of a cell. Immutable. */
sealed interface PendingEdit {
    record OfVector(Vector vector, LocalEdit edit) implements PendingEdit {}

    record OfCell(CellEdit edit) implements PendingEdit {}
}
