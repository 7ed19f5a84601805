package dev.sluice.dds.matrix;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.SingleValue;
import dev.sluice.dds.mergetree.Change;
import dev.sluice.dds.mergetree.LocalEdit;
import dev.sluice.dds.mergetree.Sequenced;
import dev.sluice.dds.mergetree.Unit;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A table whose rows, columns and cells many clients edit (dds-formats §12). A cell stays with its row and its column wherever
 * these move. Of concurrent sets of a cell the last sequenced wins, or, once that was asked for, the first.
 *
 * <pre>{@code
 * matrix.insertRows(0, 2);
 * matrix.insertColumns(0, 3);
 * matrix.cell(0, 1).set("total");
 * String shown = matrix.cell(0, 1).getString().orElse("");
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedMatrix extends SharedObject {
    /** Makes matrices. */
    public static final ChannelFactory<SharedMatrix> FACTORY =
            SharedObjectFactory.of("sharedmatrix", "0.1", SharedMatrix.class, SharedMatrix::create, SharedMatrix::load);

    private static final String CELLS = "cells";
    private static final String TARGET = "target";

    private final Listeners<CellChange> cellListeners = newListeners();
    private final Listeners<AxisChange> axisListeners = newListeners();
    private final Cells cells = new Cells();
    private final Deque<PendingEdit> pending = new ArrayDeque<>();
    private final Axes axes;
    private final Vector rows;
    private final Vector columns;
    private boolean wantsFirstWriterWins;

    private SharedMatrix(ChannelContext context, ChannelAttributes attributes, Axes axes) {
        super(context, attributes);
        this.axes = axes;
        this.rows = axes.rows();
        this.columns = axes.columns();
        rows.onFreed(cells::clearRow);
        columns.onFreed(cells::clearColumn);
    }

    private static SharedMatrix create(ChannelContext context, ChannelAttributes attributes) {
        return new SharedMatrix(context, attributes, Axes.create());
    }

    private static SharedMatrix load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedMatrix loaded = new SharedMatrix(context, attributes, Axes.load(content, context.isShared()));
        loaded.cells.read(loaded.absolute(read(content, CELLS)));
        return loaded;
    }

    /** Returns the number of rows. */
    public int rowCount() {
        return rows.tree().length();
    }

    /** Returns the number of columns. */
    public int columnCount() {
        return columns.tree().length();
    }

    /**
     * Inserts empty rows.
     *
     * @param position from 0 to the number of rows
     * @param count how many; at least 1
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void insertRows(int position, int count) {
        edit(rows, () -> rows.insert(position, count));
    }

    /** Inserts empty columns; see {@link #insertRows}. */
    public void insertColumns(int position, int count) {
        edit(columns, () -> columns.insert(position, count));
    }

    /**
     * Removes rows with their cells.
     *
     * @param position of the first
     * @param count how many; at least 1
     * @throws IndexOutOfBoundsException if there are no such rows
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void removeRows(int position, int count) {
        edit(rows, () -> rows.tree().remove(position, position + count));
    }

    /** Removes columns with their cells; see {@link #removeRows}. */
    public void removeColumns(int position, int count) {
        edit(columns, () -> columns.tree().remove(position, position + count));
    }

    /**
     * Returns the value of a cell, or nothing if it is empty.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public Optional<JsonValue> get(int row, int column) {
        int rowHandle = rows.handle(row);
        int columnHandle = columns.handle(column);
        Cell cell = cells.find(rowHandle, columnHandle);
        return cell == null ? Optional.empty() : cell.view();
    }

    /**
     * Sets the value of a cell. Clients that load the matrix find {@code null} as an empty cell.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void set(int row, int column, JsonValue value) {
        set(row, column, Optional.of(absolute(value)));
    }

    /**
     * Empties a cell.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalStateException if the container is closed or read-only
     */
    public void clear(int row, int column) {
        set(row, column, Optional.empty());
    }

    /** Returns a place in the matrix, for reading and setting whatever cell is there at the time. */
    public SingleValue cell(int row, int column) {
        return new CellView(this, row, column);
    }

    /** Tells whether the first of concurrent sets wins. */
    public boolean isFirstWriterWins() {
        return cells.isFirstWriterWins() || wantsFirstWriterWins;
    }

    /** Asks for the first of concurrent sets to win. That begins for all with the next set by this client; there is no way back. */
    public void switchToFirstWriterWins() {
        context().checkEditable();
        wantsFirstWriterWins = true;
        if (!context().isShared()) {
            cells.switchToFirstWriterWins(0);
        }
    }

    /** Tells of cells whose value in view changed, other than with their row or column. */
    public Registration onCellChange(Consumer<? super CellChange> listener) {
        return cellListeners.add(listener);
    }

    /** Tells of rows and columns that appear and disappear. */
    public Registration onAxisChange(Consumer<? super AxisChange> listener) {
        return axisListeners.add(listener);
    }

    private void edit(Vector vector, Supplier<LocalEdit> step) {
        context().checkEditable();
        observe();
        LocalEdit edit = step.get();
        if (context().isShared()) {
            pending.add(new PendingEdit.OfVector(vector, edit));
            context().submit(vector.targeted(edit.op()));
        }
        tell(vector, edit.takeChanges(), Origin.LOCAL);
    }

    private void set(int row, int column, Optional<JsonValue> value) {
        context().checkEditable();
        Objects.checkIndex(row, rowCount());
        Objects.checkIndex(column, columnCount());
        observe();
        Cell cell = cells.get(rows.allocatedHandle(row), columns.allocatedHandle(column));
        Optional<JsonValue> before = cell.view();
        if (context().isShared()) {
            CellEdit edit = axes.edit(cell, row, column, value, context().sequenceNumber());
            cell.pend(edit);
            submit(edit, row, column);
        } else {
            cell.set(value);
        }
        tell(cellListeners, new CellChange(row, column, before, cell.view(), Origin.LOCAL));
    }

    private void submit(CellEdit edit, int row, int column) {
        pending.add(new PendingEdit.OfCell(edit));
        context().submit(new CellOp(row, column, edit.value, isFirstWriterWins()).write());
    }

    private void observe() {
        axes.observe(context().sequenceNumber(), context().minimumSequenceNumber());
    }

    private void tell(Vector vector, List<Change> changes, Origin origin) {
        changes.forEach(change -> tell(axisListeners, vector.described(change, origin)));
    }

    private void tell(int row, int column, Optional<JsonValue> before, Cell cell, Origin origin) {
        Optional<JsonValue> now = cell.view();
        if (row >= 0 && column >= 0 && !before.equals(now)) {
            tell(cellListeners, new CellChange(row, column, before, now, origin));
        }
    }

    private static Sequenced at(ChannelOp op) {
        return new Sequenced(
                op.sequenceNumber(), op.referenceSequenceNumber(), op.minimumSequenceNumber(), op.clientId());
    }

    private Optional<Vector> target(JsonObject op) {
        return op.string(TARGET).map(name -> axes.named(name).orElseThrow(() -> unknown(op)));
    }

    @Override
    public void share() {
        axes.share();
    }

    @Override
    protected void process(ChannelOp sequenced) {
        JsonObject op = object(sequenced.contents());
        Optional<Vector> target = target(op);
        if (target.isPresent()) {
            tell(target.get(), target.get().tree().apply(op, at(sequenced)), Origin.REMOTE);
        } else {
            processSet(CellOp.read(op, this::absolute), sequenced);
        }
        axes.observe(sequenced.sequenceNumber(), sequenced.minimumSequenceNumber());
    }

    private void processSet(CellOp op, ChannelOp sequenced) {
        Unit row = rows.allocatedUnit(op.row(), at(sequenced));
        Unit column = columns.allocatedUnit(op.column(), at(sequenced));
        if (op.wantsFirst()) {
            cells.switchToFirstWriterWins(sequenced.sequenceNumber());
        }
        if (!row.isRemoved() && !column.isRemoved()) {
            Cell cell = cells.get(Vector.handleOf(row), Vector.handleOf(column));
            Optional<JsonValue> before = cell.view();
            sequence(cell, op.value(), sequenced, false);
            tell(row.position(), column.position(), before, cell, Origin.REMOTE);
        }
    }

    private void sequence(Cell cell, Optional<JsonValue> value, ChannelOp op, boolean isOwn) {
        if (cells.isFirstWriterWins()) {
            Cell.Write write = new Cell.Write(op.sequenceNumber(), op.clientId(), isOwn);
            cell.set(value, write, op.referenceSequenceNumber());
        } else {
            cell.set(value);
        }
    }

    @Override
    protected void processOwn(ChannelOp sequenced) {
        PendingEdit own = takeOldest(pending);
        if (own instanceof PendingEdit.OfVector vector) {
            vector.vector().tree().acknowledge(at(sequenced));
        } else if (own instanceof PendingEdit.OfCell cell) {
            acknowledge(cell.edit(), sequenced);
        }
        axes.observe(sequenced.sequenceNumber(), sequenced.minimumSequenceNumber());
    }

    private void acknowledge(CellEdit edit, ChannelOp sequenced) {
        if (CellOp.read(object(sequenced.contents()), this::absolute).wantsFirst()) {
            cells.switchToFirstWriterWins(sequenced.sequenceNumber());
        }
        Optional<JsonValue> before = edit.cell.view();
        edit.cell.settle(edit);
        sequence(edit.cell, edit.value, sequenced, true);
        release(edit, before, Origin.LOCAL);
    }

    /** Ends a pending set, and tells if that changed the cell. */
    private void release(CellEdit edit, Optional<JsonValue> before, Origin origin) {
        Axes.Place place = axes.place(edit);
        tell(place.row().orElse(-1), place.column().orElse(-1), before, edit.cell, origin);
        axes.release(edit);
    }

    @Override
    public void resubmit() {
        observe();
        PendingEdit own = takeOldest(pending);
        if (own instanceof PendingEdit.OfVector edit) {
            pending.add(own);
            context().submit(edit.vector().targeted(edit.vector().tree().regenerate(edit.edit())));
        } else if (own instanceof PendingEdit.OfCell cell) {
            resubmit(cell.edit());
        }
    }

    /** A set is given up if its row or column is gone, or if somebody else came first where the first writer wins. */
    private void resubmit(CellEdit edit) {
        Axes.Place place = axes.placeWhenMade(edit);
        if (place.isThere() && !edit.cell.isLost(edit)) {
            edit.referenceSequenceNumber = context().sequenceNumber();
            submit(edit, place.row().orElseThrow(), place.column().orElseThrow());
        } else {
            withdraw(edit);
        }
    }

    private void withdraw(CellEdit edit) {
        Optional<JsonValue> before = edit.cell.view();
        edit.cell.settle(edit);
        release(edit, before, Origin.LOCAL);
    }

    @Override
    public void rollback() {
        PendingEdit own = takeNewest(pending);
        if (own instanceof PendingEdit.OfVector edit) {
            tell(edit.vector(), edit.vector().tree().rollback(edit.edit()), Origin.LOCAL);
        } else if (own instanceof PendingEdit.OfCell cell) {
            withdraw(cell.edit());
        }
    }

    @Override
    protected void remake(JsonObject op) {
        Optional<Vector> target = target(op);
        if (target.isPresent()) {
            edit(target.get(), () -> target.get().tree().edit(op));
        } else {
            CellOp set = CellOp.read(op, this::absolute);
            wantsFirstWriterWins |= set.wantsFirst();
            set(set.row(), set.column(), set.value());
        }
    }

    @Override
    public SummaryTree summarize() {
        observe();
        return axes.summarize().text(CELLS, cells.write().toJson()).build();
    }

    /** Rows and columns that were removed keep their cells until all clients know; nobody can follow what is in them (GC-051). */
    @Override
    public void forEachHandle(Consumer<String> urls) {
        cells.forEach(rows.keptHandles(), columns.keptHandles(), cell -> {
            cell.sequenced().ifPresent(value -> handlesOf(value, urls));
            cell.pending().forEach(edit -> edit.value.ifPresent(value -> handlesOf(value, urls)));
        });
    }
}
