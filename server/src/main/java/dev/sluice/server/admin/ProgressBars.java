package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Takes progress lines out of a command's answer and shows them as a bar, where somebody watches.
 *
 * <p>Confined to one thread.
 */
final class ProgressBars implements Lines, AutoCloseable {
    private final String task;
    private final boolean watched;
    private final Lines others;
    private @Nullable ProgressBar bar;
    private String unit = "";

    /** Shows the progress of {@code task}, and passes all other lines on. */
    ProgressBars(String task, boolean watched, Lines others) {
        this.task = task;
        this.watched = watched;
        this.others = others;
    }

    @Override
    public void line(byte[] json) throws IOException {
        JsonNode progress = Json.parse(json).path("progress");
        if (progress.isMissingNode()) {
            // A bar that is still being drawn would run into what the command prints.
            close();
            others.line(json);
        } else if (watched) {
            show(
                    progress.path("done").asLong(),
                    progress.path("total").asLong(),
                    progress.path("unit").asText());
        }
    }

    private void show(long done, long total, String ofUnit) {
        if (bar == null || !unit.equals(ofUnit)) {
            close();
            unit = ofUnit;
            bar = new ProgressBarBuilder()
                    .setTaskName(task + " (" + ofUnit + ")")
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }
        bar.maxHint(total);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
