package dev.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.driver.ClientDescription;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.local.LocalConnection;
import dev.sluice.loader.ContainerException.Kind;
import dev.sluice.loader.Kit.Member;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.SequencedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever the order in which messages travel, connections break and time passes: each edit is sequenced once, those of one
 * client in their order, and all containers agree.
 */
class InterleavingProps {
    private static final int STEPS = 250;

    @Property(tries = 100)
    void everyEdit_isSequencedOnceInItsClientsOrder_andAllAgree(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int authors) {
        Run run = new Run(seed, authors);
        for (int step = 0; step < STEPS; step++) {
            run.step();
        }
        run.finish();
        run.check();
    }

    /** One run. */
    private static final class Run {
        private final Kit kit = Kit.held();
        private final Random random;
        private final List<Author> authors = new ArrayList<>();
        private Member summarizer;

        Run(long seed, int count) {
            random = new Random(seed);
            summarizer = newSummarizer();
            for (int i = 0; i < count; i++) {
                authors.add(new Author((char) ('a' + i)));
            }
        }

        private void step() {
            Author author = authors.get(random.nextInt(authors.size()));
            author.goOnIfClosed();
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> author.edit();
                case 5 -> kit.time.pass(Duration.ofMillis(random.nextInt(500)));
                case 6 -> kit.time.settle();
                case 7 -> author.toggle();
                case 8 -> author.restart();
                case 9 -> summarize();
                default -> onWire();
            }
        }

        private void onWire() {
            List<LocalConnection> wires = kit.service.connections();
            if (wires.isEmpty()) {
                return;
            }
            LocalConnection wire = wires.get(random.nextInt(wires.size()));
            switch (random.nextInt(40)) {
                case 0 -> wire.cut();
                case 1 -> wire.lose();
                case 2 -> wire.nackNext(Nack.throttled("slowly", Duration.ofMillis(random.nextInt(1_000))));
                case 3 -> wire.expire();
                case 4 -> kit.service.refuseConnects(new DriverError.Unreachable("down"));
                case 5 -> kit.time.step();
                default -> {
                    wire.take(random.nextInt(3));
                    wire.deliver(random.nextInt(4));
                }
            }
        }

        private void summarize() {
            if (summarizer.on(summarizer.container::isClosed)) {
                summarizer = newSummarizer();
            } else if (summarizer.state() == ConnectionState.CONNECTED) {
                summarizer.summarize();
            }
        }

        private Member newSummarizer() {
            return kit.load(
                    ContainerOptions.DEFAULTS.withClient(ClientDescription.SUMMARIZER),
                    LoadRequest.latest(Kit.KEY),
                    kit.driver);
        }

        private void finish() {
            for (int round = 0; round < 20 && !isQuiet(); round++) {
                authors.forEach(Author::goOnIfClosed);
                authors.forEach(Author::connect);
                kit.pass(Duration.ofSeconds(30));
            }
        }

        private boolean isQuiet() {
            return authors.stream()
                    .allMatch(author -> author.member.state() == ConnectionState.CONNECTED
                            && !author.member.list().hasPendingOps());
        }

        private void check() {
            kit.pass(Duration.ofSeconds(5));
            assertThat(isQuiet()).isTrue();
            List<String> expected = authors.get(0).member.list().sequenced;
            List<String> made = new ArrayList<>();
            for (Author author : authors) {
                assertThat(author.member.list().sequenced).isEqualTo(expected);
                assertThat(expected.stream().filter(text -> text.startsWith(author.name)))
                        .isEqualTo(author.made);
                made.addAll(author.made);
            }
            assertThat(expected).containsExactlyInAnyOrderElementsOf(made);
            Member late = kit.load();
            // Refusals may be left over from the run.
            kit.pass(Duration.ofMinutes(1));
            assertThat(late.list().sequenced).isEqualTo(expected);
            List<SequencedMessage> log = kit.log();
            assertThat(log.stream().filter(op -> op.type().equals(MessageType.OP)))
                    .hasSameSizeAs(made);
            assertThat(log).extracting(SequencedMessage::minimumSequenceNumber).isSorted();
        }

        /** A user with one container after another. */
        private final class Author {
            private final String name;
            private final List<String> made = new ArrayList<>();
            private Member member;
            private boolean isConnecting = true;

            Author(char letter) {
                name = String.valueOf(letter);
                member = kit.load(options(), LoadRequest.latest(Kit.KEY), kit.driver);
            }

            private ContainerOptions options() {
                return ContainerOptions.DEFAULTS
                        .withMode(random.nextBoolean() ? ConnectionMode.WRITE : ConnectionMode.READ)
                        .withMaxHistoryBytes(random.nextBoolean() ? 20 : 1_000_000);
            }

            private void edit() {
                List<String> texts = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    String text = name + made.size();
                    made.add(text);
                    texts.add(text);
                }
                boolean isBatch = random.nextBoolean();
                member.container.execute(() -> texts.forEach(text -> {
                    ListRuntime list = (ListRuntime) member.container.runtime();
                    if (isBatch) {
                        list.append(text);
                    } else {
                        list.edit(text);
                    }
                }));
                kit.time.settle();
            }

            private void toggle() {
                isConnecting = !isConnecting;
                if (isConnecting) {
                    member.run(member.container::connect);
                } else {
                    member.run(member.container::disconnect);
                }
            }

            private void connect() {
                isConnecting = true;
                member.run(member.container::connect);
                member.run(() -> member.container.runtime().flush());
            }

            /** Ends the process; another goes on with what is pending. */
            private void restart() {
                String state = kit.now(member.on(member.container::closeAndGetPendingState))
                        .toJson();
                ContainerOptions options = options();
                member = kit.load(options, LoadRequest.pending(PendingState.parse(state)), kit.driver);
                isConnecting = true;
            }

            private void goOnIfClosed() {
                if (member.on(member.container::isClosed)) {
                    assertThat(member.cause.map(ContainerException::kind))
                            .as(String.valueOf(member.cause))
                            .contains(Kind.NO_PROGRESS);
                    restart();
                }
            }
        }
    }
}
