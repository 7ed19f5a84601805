package dev.sluice.server.storage;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.commit;
import static dev.sluice.server.storage.StoreFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.git.GitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Store} promises of refs. */
interface RefsContract extends StoreUnderTest {
    @Test
    default void ref_set_isReadBack() {
        RefName head = RefName.headOf(DOC.document());
        GitId target = blobId(bytes("target"));
        commit(store(), new Mutation.SetRef(TENANT, head, target, Optional.empty()));

        assertThat(ref(store(), TENANT, head)).hasValue(target);
        assertThat(ref(store(), OTHER, head)).isEmpty();
    }

    @Test
    default void ref_expectedDiffers_fails() {
        RefName name = new RefName("refs/heads/main");
        GitId one = blobId(bytes("1"));
        GitId two = blobId(bytes("2"));
        assertThatThrownBy(() -> commit(store(), new Mutation.SetRef(TENANT, name, two, Optional.of(one))))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), new Mutation.SetRef(TENANT, name, one, Optional.empty()));
        assertThatThrownBy(() -> commit(store(), new Mutation.SetRef(TENANT, name, one, Optional.of(two))))
                .isInstanceOf(PreconditionFailedException.class);
        commit(store(), new Mutation.SetRef(TENANT, name, two, Optional.of(one)));
        commit(store(), new Mutation.SetRef(TENANT, name, one, Optional.empty()));

        assertThat(ref(store(), TENANT, name)).hasValue(one);
    }

    @Test
    default void ref_deleted_isAbsent() {
        RefName name = new RefName("refs/heads/main");
        commit(store(), new Mutation.DeleteRef(TENANT, name));
        commit(store(), new Mutation.SetRef(TENANT, name, blobId(bytes("1")), Optional.empty()));
        commit(store(), new Mutation.DeleteRef(TENANT, name));

        assertThat(ref(store(), TENANT, name)).isEmpty();
    }

    @Test
    default void refs_ofATenant_areOrderedByName() {
        for (String name : List.of("refs/tags/b", "refs/heads/b", "refs/heads/a", "refs/heads/a/b")) {
            commit(store(), new Mutation.SetRef(TENANT, new RefName(name), blobId(bytes(name)), Optional.empty()));
        }
        commit(store(), new Mutation.SetRef(OTHER, new RefName("refs/heads/x"), blobId(bytes("x")), Optional.empty()));

        List<String> found = new ArrayList<>();
        store().read(view -> {
            view.refs(TENANT, (name, target) -> {
                assertThat(target).isEqualTo(blobId(bytes(name.value())));
                found.add(name.value());
            });
            return true;
        });
        assertThat(found).containsExactly("refs/heads/a", "refs/heads/a/b", "refs/heads/b", "refs/tags/b");
    }
}
