package dev.renderfarm.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortNewsTest {

    @TempDir
    Path folder;

    @Test
    void shouldTellWhatThePortsOfOthersMeanForOldLinks() throws IOException {
        // Given
        int coordinator = atFirstStart("coordinator");
        int broker = atFirstStart("broker");
        try (ServerSocket first = listenOn(coordinator);
                ServerSocket second = listenOn(broker);
                Ports ports = ports()) {
            // When
            ports.of("coordinator");
            int now = ports.of("broker");
            List<String> news = PortNews.of(ports);
            // Then
            assertThat(news)
                    .containsExactly(
                            "Another program listens on port " + first.getLocalPort()
                                    + ", which the HTTP API had before. Links in files that were downloaded before lead"
                                    + " there: download the files again, which gives them the new address; or stop that"
                                    + " program and start with --port " + coordinator + ".",
                            "broker has port " + now + ": another program listens on " + second.getLocalPort()
                                    + ", which it had before.");
        }
    }

    @Test
    void shouldTellThatOldLinksLeadToThePortOfBeforeWhenAnotherOneIsAskedFor() {
        // Given
        int before = atFirstStart("coordinator");
        int wanted = atFirstStart("free");
        try (Ports ports = ports()) {
            // When
            ports.of("coordinator", wanted);
            // Then
            assertThat(PortNews.of(ports))
                    .containsExactly("The HTTP API had port " + before + " before. Links in files that were downloaded"
                            + " before lead there: download the files again, which gives them the new address.");
        }
    }

    @Test
    void shouldTellThatThePortsOfBeforeAreForgotten() throws IOException {
        Files.writeString(folder.resolve("ports.json"), "{\"coordinator\":");
        try (Ports ports = ports()) {
            assertThat(PortNews.of(ports)).singleElement().asString().startsWith("ports.json in the data folder");
        }
    }

    @Test
    void shouldTellNothingWhenAllIsAsItWas() {
        int before = atFirstStart("coordinator");
        try (Ports ports = ports()) {
            assertThat(ports.of("coordinator")).isEqualTo(before);
            assertThat(PortNews.of(ports)).isEmpty();
        }
    }

    private int atFirstStart(String name) {
        try (Ports ports = ports()) {
            return ports.of(name);
        }
    }

    private Ports ports() {
        return new Ports(new DataDirectory(folder), new Random());
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
