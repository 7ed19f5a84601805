package dev.sluice.agent;

import dev.sluice.event.Registration;
import java.util.ArrayList;
import java.util.List;

/** Does something at the first of several events. Confined to the thread on which these are told. */
final class Once {
    private final Runnable task;
    private final List<Registration> registrations = new ArrayList<>();
    private boolean isDone;

    Once(Runnable task) {
        this.task = task;
    }

    /** Ends a registration when it is done. */
    void until(Registration registration) {
        registrations.add(registration);
    }

    void run() {
        if (!isDone) {
            isDone = true;
            registrations.forEach(Registration::close);
            task.run();
        }
    }
}
