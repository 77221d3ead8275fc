package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldSkipAPortThatSomebodyListensOn() throws IOException {
        // Given two that draw the same numbers
        Ports first = new Ports(new Random(1));
        Ports second = new Ports(new Random(1));
        int drawn = first.next();
        try (ServerSocket busy = new ServerSocket(drawn, 1, InetAddress.getLoopbackAddress())) {
            // When
            int other = second.next();
            // Then
            assertThat(other).isNotEqualTo(busy.getLocalPort()).isBetween(20_000, 32_000);
        }
    }
}
