package dev.renderfarm.coordinator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    @Test
    void shouldReadOnlyCommittedStatusWhenFollowingTheLedger() throws IOException {
        assertThat(properties())
                .containsEntry("mp.messaging.incoming.batch-status.topic", "${renderfarm.farm-name}.batch-status")
                .containsEntry("mp.messaging.incoming.batch-status.isolation.level", "read_committed");
    }

    /** A graceful stop sleeps for twice the poll timeout of each channel, in which nobody does anything. */
    @Test
    void shouldEndChannelsAtOnceWhenStopped() throws IOException {
        assertThat(properties()).containsEntry("mp.messaging.connector.smallrye-kafka.graceful-shutdown", "false");
    }

    /** Those of the tests and of the coordinator itself have the same name. */
    private static Properties properties() throws IOException {
        Properties all = new Properties();
        for (URL file : Collections.list(ChannelsTest.class.getClassLoader().getResources("application.properties"))) {
            try (InputStream in = file.openStream()) {
                all.load(in);
            }
        }
        return all;
    }
}
