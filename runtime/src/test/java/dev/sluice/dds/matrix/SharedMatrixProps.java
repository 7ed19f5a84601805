package dev.sluice.dds.matrix;

import dev.sluice.dds.testing.Session;
import dev.sluice.dds.testing.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Clients that got the same ops show the same table. */
class SharedMatrixProps {
    @Property(tries = 500)
    void dds001_dds006_dds121_lastWriterWins_converges(@ForAll("steps") List<Step> steps) {
        run(steps, 0);
    }

    @Property(tries = 500)
    void dds118_firstWriterWins_converges(@ForAll("steps") List<Step> steps) {
        run(steps, 3);
    }

    private static void run(List<Step> steps, int switches) {
        Session<SharedMatrix> random = new Session<>(SharedMatrix.FACTORY, 3, matrix -> {
            matrix.insertRows(0, 2);
            matrix.insertColumns(0, 3);
            matrix.cell(1, 1).set("detached");
        });
        Step.run(random, steps, (matrix, step) -> edit(matrix, step, switches), SharedMatrixProps::view);
    }

    private static void edit(SharedMatrix matrix, Step step, int switches) {
        int rows = matrix.rowCount();
        int columns = matrix.columnCount();
        int act = step.a() % 10;
        if (step.a() < switches) {
            matrix.switchToFirstWriterWins();
        }
        if (rows == 0 || act == 0) {
            matrix.insertRows(step.b() % (rows + 1), 1 + step.c() % 2);
        } else if (columns == 0 || act == 1) {
            matrix.insertColumns(step.b() % (columns + 1), 1 + step.c() % 2);
        } else if (act == 2) {
            matrix.removeRows(step.b() % rows, 1);
        } else if (act == 3) {
            matrix.removeColumns(step.b() % columns, 1);
        } else if (act == 4) {
            matrix.clear(step.b() % rows, step.c() % columns);
        } else {
            matrix.cell(step.b() % rows, step.c() % columns).set(10 * step.a() + step.c());
        }
    }

    private static List<Object> view(SharedMatrix matrix) {
        List<Object> view = new ArrayList<>(List.of(matrix.rowCount(), matrix.columnCount()));
        for (int row = 0; row < matrix.rowCount(); row++) {
            for (int column = 0; column < matrix.columnCount(); column++) {
                view.add(matrix.get(row, column));
            }
        }
        return view;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.lists();
    }
}
