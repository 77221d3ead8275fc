package dev.renderfarm.gpuworker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StorageProbeTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void shouldLeaveNothingBehindWhenTheBucketTakesIt() {
        // When
        probe(objects).run();
        // Then
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldWriteUnderTheWorkersOwnNameAndAsMuchAsThePictureThatFailed() {
        // Given
        StorageProbe probe = probe(tapped((key, content) -> {
            assertThat(key).isEqualTo("probes/worker-1");
            sizes.add(content.length);
            return content;
        }));
        // When
        probe.run();
        probe.cover(3 << 20);
        probe.cover(1);
        probe.run();
        // Then
        assertThat(sizes).containsExactly(256 << 10, 3 << 20);
    }

    @Test
    void shouldFailWhenTheBucketRefuses() {
        objects.refuse(Kind.FULL);
        assertThatThrownBy(() -> probe(objects).run()).isInstanceOf(StorageRefusedException.class);
    }

    @Test
    void shouldFailWhenTheBucketGivesBackSomethingElse() {
        // Given
        StorageProbe probe = probe(tapped((key, content) -> new byte[content.length]));
        // When, then
        assertThatThrownBy(probe::run)
                .isInstanceOfSatisfying(StorageUnavailableException.class, problem -> assertThat(problem.reason())
                        .contains("gives back other bytes"));
    }

    @Test
    void shouldSucceedWhenItsObjectCannotBeDeleted() {
        // Given
        ObjectStore undeletable = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("delete")) {
                        throw InMemoryObjectStore.refusal(Kind.DENIED);
                    }
                    return method.invoke(objects, arguments);
                });
        // When
        probe(undeletable).run();
        // Then
        assertThat(objects.keys()).containsExactly("probes/worker-1");
    }

    private static StorageProbe probe(ObjectStore objects) {
        return new StorageProbe(objects, new WorkerId("worker-1"), new Random(1));
    }

    private interface Tap {
        byte[] written(String key, byte[] content);
    }

    private ObjectStore tapped(Tap tap) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        arguments[1] = tap.written((String) arguments[0], (byte[]) arguments[1]);
                    }
                    return method.invoke(objects, arguments);
                });
    }
}
