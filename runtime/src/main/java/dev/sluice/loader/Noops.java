package dev.sluice.loader;

import dev.sluice.driver.ServiceConfiguration;
import dev.sluice.event.Registration;
import org.jspecify.annotations.Nullable;

/**
 * When a silent writer tells that it has seen what others did, so that the minimum sequence number can rise (RT-016): so many
 * ops of others after its own last message, or so long after the first of them. Confined to the container's thread.
 */
final class Noops {
    private final Timers timers;
    private final Runnable send;
    private ServiceConfiguration rule = ServiceConfiguration.DEFAULTS;
    private boolean isOn;
    private int heard;
    private @Nullable Registration timer;

    Noops(Timers timers, Runnable send) {
        this.timers = timers;
        this.send = send;
    }

    void start(ServiceConfiguration configuration) {
        rule = configuration;
        isOn = true;
        reset();
    }

    void stop() {
        isOn = false;
        reset();
    }

    /** Something was sent. */
    void reset() {
        heard = 0;
        if (timer != null) {
            timer.close();
            timer = null;
        }
    }

    /** An op of another client was processed. */
    void heard() {
        if (!isOn) {
            return;
        }
        heard++;
        if (heard >= rule.noopCount()) {
            send.run();
        } else if (timer == null) {
            timer = timers.after(rule.noopTime(), send);
        }
    }
}
