package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ChannelsOfWorkerTest {

    /** A graceful stop sleeps for twice the poll timeout of each channel, and holds the device for nothing. */
    @Test
    void shouldEndChannelsAtOnceWhenStopped() throws IOException {
        // When
        Properties properties = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
            properties.load(in);
        }
        // Then
        assertThat(properties).containsEntry("mp.messaging.connector.smallrye-kafka.graceful-shutdown", "false");
    }
}
