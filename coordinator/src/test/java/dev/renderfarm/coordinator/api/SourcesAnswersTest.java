package dev.renderfarm.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.sources.FakeProbe;
import dev.renderfarm.coordinator.sources.FakeSources;
import dev.renderfarm.coordinator.sources.SourceDesk;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourcesAnswersTest {

    @Test
    void shouldSayThatAPictureIsTooLargeRatherThanThatTheRequestIsWrong() {
        // Given
        InMemoryObjectStore objects = new InMemoryObjectStore();
        FileStore files = new FileStore(objects, InstantSource.system(), new Random(1));
        var desk = new SourceDesk(objects, files, new FakeProbe(), FakeSources.BOUNDS, InstantSource.system());
        objects.put("sources/large.png", new byte[1_001], "image/png", Map.of());
        // Then
        assertThatThrownBy(() -> new SourcesResource(objects, desk).get("sources/large.png", unread()))
                .isInstanceOfSatisfying(RequestRefusedException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(FailureCode.FILE_TOO_LARGE);
                    assertThat(refusal.param()).isEqualTo("key");
                });
    }

    private static HttpServerRequest unread() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                SourcesAnswersTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("it is not read: " + method);
                });
    }
}
