package dev.renderfarm.standalone.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EndOfInputTest {

    @Test
    void shouldActAtTheEndAndNotBefore() throws IOException {
        // Given
        CountDownLatch ended = new CountDownLatch(1);
        PipedInputStream input = new PipedInputStream();
        try (PipedOutputStream held = new PipedOutputStream(input)) {
            new EndOfInput(input, ended::countDown).watch();
            held.write("anything".getBytes(StandardCharsets.UTF_8));
            held.flush();
            await().during(Duration.ofMillis(200)).until(() -> ended.getCount() == 1);
            // When the block closes the stream
        }
        // Then
        await().atMost(Duration.ofSeconds(10)).until(() -> ended.getCount() == 0);
    }
}
