package dev.sluice.samples.review;

import dev.sluice.client.FluidContainer;
import dev.sluice.client.ServiceClient;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.DocumentId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A service that reads along while people write in their browsers, and tells them what it thinks.
 *
 * <pre>{@code
 * java -jar server/target/sluice.jar serve --static-files samples/target/web
 * java -cp samples/target/samples.jar dev.sluice.samples.review.Reviewer http://localhost:7070
 * }</pre>
 *
 * <p>Without a document it makes a new one; it prints the address at which browsers find it. It goes on until it is killed,
 * through restarts of the server, too.
 */
public final class Reviewer {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Reviewer() {}

    /** Follows a document; exits with 1 if it cannot be followed any more, and with 2 if called wrongly. */
    public static void main(String[] args) {
        if (args.length == 0 || args.length > 2) {
            System.err.println("usage: Reviewer URL [DOCUMENT]");
            System.exit(MISUSED);
        }
        URI service = URI.create(args[0]);
        try (ServiceClient client = ServiceClient.insecure(service)) {
            FluidContainer container = open(client, List.of(args));
            TextReviewer.follow(container);
            System.out.println("Reading along at " + page(service, container));
            System.err.println(end(container));
        } catch (ContainerException failure) {
            System.err.println("The document cannot be opened: " + failure.getMessage());
        }
        System.exit(FAILED);
    }

    private static FluidContainer open(ServiceClient client, List<String> args) {
        if (args.size() == 2) {
            return client.open(new DocumentId(args.get(1)));
        }
        FluidContainer container = client.create(TextReviewer.SCHEMA);
        container.attach();
        return container;
    }

    static URI page(URI service, FluidContainer container) {
        DocumentId id = container.call(container::documentId).orElseThrow();
        return service.resolve("/app/#" + id.value());
    }

    /** Waits until the container ends, and returns why. */
    private static String end(FluidContainer container) {
        CompletableFuture<Optional<ContainerException>> ended = new CompletableFuture<>();
        container.run(() -> container.events().onClosed(ended::complete));
        return ended.join()
                .map(why -> "The document has ended: " + why.getMessage())
                .orElse("The document was closed.");
    }
}
