package dev.renderfarm.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.objectstore.store.ListContract;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ListTest extends ListContract {

    private @Nullable ListingStub server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ObjectStore holding(List<String> keys) {
        try {
            server = new ListingStub(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store(server.address());
    }

    @Test
    void shouldAskForNoMoreThanTheCallerTakes() {
        // Given
        Iterator<String> keys = holding(List.of("a", "b", "c", "d", "e")).list("", "");
        // When
        keys.next();
        keys.next();
        // Then
        assertThat(server).isNotNull().extracting(ListingStub::requests).isEqualTo(1);
    }

    @Test
    void shouldSayThatStorageIsUnavailableWhenItGoesAwayOnTheWay() {
        // Given
        Iterator<String> keys = holding(List.of("a", "b", "c", "d", "e")).list("", "");
        keys.next();
        keys.next();
        // When
        close();
        // Then
        assertThatThrownBy(() -> keys.forEachRemaining(key -> {}))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("cannot list");
    }

    private static ObjectStore store(URI endpoint) {
        return new S3ObjectStore(
                new S3Settings(endpoint, "us-east-1", "farm", "key", "secret", Duration.ofSeconds(5), 2));
    }
}
