package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListenersTest {
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Listeners<String> listeners = new Listeners<>(failures::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void tell_severalListeners_hearInOrderOfRegistration() {
        listeners.add(event -> heard.add("a " + event));
        listeners.add(event -> heard.add("b " + event));
        listeners.tell("x");
        assertThat(heard).containsExactly("a x", "b x");
    }

    @Test
    void tell_listenerThrows_othersHearAllTheSame() {
        RuntimeException failure = new IllegalStateException("listener");
        listeners.add(event -> {
            throw failure;
        });
        listeners.add(heard::add);
        listeners.tell("x");
        assertThat(heard).containsExactly("x");
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void close_byAnEarlierListener_silencesALaterOneAtOnce() {
        List<Registration> later = new ArrayList<>();
        listeners.add(event -> later.forEach(Registration::close));
        later.add(listeners.add(heard::add));
        listeners.tell("x");
        assertThat(heard).isEmpty();
        assertThat(later).hasSize(1);
    }

    @Test
    void close_listenerRegisteredTwice_takesAwayOne() {
        Registration first = listeners.add(heard::add);
        listeners.add(heard::add);
        first.close();
        first.close();
        listeners.tell("x");
        assertThat(heard).containsExactly("x");
        assertThat(listeners.isEmpty()).isFalse();
    }
}
