package dev.sluice.samples.readme;

// The README shows the rest of this file; ReadmeExamplesTest compares the two.
import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ServiceClient;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.protocol.DocumentId;
import java.net.URI;

public final class Hello {
    static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);

    public static void main(String[] args) {
        try (ServiceClient client = ServiceClient.insecure(URI.create(args[0]))) {
            // One container creates a document …
            FluidContainer first = client.create(ContainerSchema.of(NOTES));
            SharedMap notes = first.get(NOTES);
            first.run(() -> notes.set("hello", "world"));
            DocumentId id = first.attach();

            // … any other opens it by its id …
            FluidContainer second = client.open(id);
            SharedMap theirs = second.get(NOTES);
            System.out.println("loaded: hello = "
                    + second.call(() -> theirs.getString("hello").orElse("")));

            // … and each sees what the other changes.
            first.run(() -> notes.set("how", "together"));
            second.when(() -> theirs.has("how")).toCompletableFuture().join();
            System.out.println(
                    "live: how = " + second.call(() -> theirs.getString("how").orElse("")));
            first.awaitSaved();
        }
    }
}
