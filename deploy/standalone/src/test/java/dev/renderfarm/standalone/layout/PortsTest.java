package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

    @TempDir
    Path folder;

    @TempDir
    Path otherFolder;

    private DataDirectory data;

    @BeforeEach
    void locate() {
        data = new DataDirectory(folder);
    }

    @Test
    void shouldGiveEachPartThePortOfTheLastStart() {
        // Given
        int broker = atOneStart("broker");
        int coordinator = atOneStart("coordinator");
        // When
        try (Ports ports = new Ports(data, new Random())) {
            // Then
            assertThat(ports.of("coordinator")).isEqualTo(coordinator).isNotEqualTo(broker);
            assertThat(ports.of("broker")).isEqualTo(broker).isEqualTo(ports.of("broker"));
            assertThat(ports.moves()).isEmpty();
            assertThat(ports.isForgetful()).isFalse();
        }
    }

    @Test
    void shouldDrawAndKeepAnotherPortWhenSomebodyListensOnTheLastOne() throws IOException {
        // Given
        int last = atOneStart("s3");
        int now;
        try (ServerSocket busy = listenOn(last);
                Ports ports = new Ports(data, new Random())) {
            // When
            now = ports.of("s3");
            // Then
            assertThat(now).isNotEqualTo(busy.getLocalPort()).isBetween(20_000, 32_000);
            assertThat(ports.moves()).containsExactly(new PortMove("s3", last, now, false));
        }
        assertThat(atOneStart("s3")).isEqualTo(now);
    }

    @Test
    void shouldLetAnotherFarmHaveAPortThatItDidNotGet() throws IOException {
        // Given
        int busy;
        try (Ports ports = new Ports(data, new Random())) {
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                busy = listening.getLocalPort();
                assertThatThrownBy(() -> ports.of("coordinator", listening.getLocalPort()))
                        .isInstanceOf(PortTakenException.class);
            }
            // When
            try (Ports others = new Ports(new DataDirectory(otherFolder), new Random())) {
                // Then
                assertThat(others.of("coordinator", busy)).isEqualTo(busy);
            }
        }
    }

    @Test
    void shouldTakeThePortOfTheLastStartWhenConnectionsOfItLinger() throws IOException {
        // Given
        int last = atOneStart("s3");
        try (ServerSocket server = listenOn(last);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), last);
                Socket accepted = server.accept()) {
            accepted.close(); // whoever closes first keeps the connection for a minute
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        // Then
        assertThat(atOneStart("s3")).isEqualTo(last);
    }

    @Test
    void shouldKeepApartTwoFarmsThatStartAtOnceWithTheSamePortsFile() throws IOException {
        // Given
        int last = atOneStart("broker");
        DataDirectory copy = new DataDirectory(otherFolder);
        Files.copy(data.ports(), copy.ports());
        try (Ports first = new Ports(data, new Random());
                Ports second = new Ports(copy, new Random())) {
            // When
            assertThat(first.of("broker")).isEqualTo(last);
            // Then
            assertThat(second.of("broker")).isNotEqualTo(last);
        }
    }

    @Test
    void shouldLeaveToEachPartItsOwnPortWhenOthersDraw() {
        // Given
        int drawn;
        try (Ports ports = new Ports(data, new Random(1))) {
            drawn = ports.of("worker-2");
        }
        // When
        try (Ports ports = new Ports(data, new Random(1))) {
            // Then
            assertThat(ports.of("worker-1")).isNotEqualTo(drawn);
        }
    }

    @Test
    void shouldKeepThePortThatSomebodyAskedFor() {
        // Given
        int first = atOneStart("coordinator");
        int wanted = atOneStart("another");
        // When
        try (Ports ports = new Ports(data, new Random())) {
            assertThat(ports.of("coordinator", wanted)).isEqualTo(wanted);
            assertThat(ports.moves()).containsExactly(new PortMove("coordinator", first, wanted, true));
        }
        // Then
        assertThat(atOneStart("coordinator")).isEqualTo(wanted);
        assertThat(atOneStart("another")).isNotEqualTo(wanted);
    }

    @Test
    void shouldRefuseThePortThatSomebodyAskedForWhenItIsTaken() throws IOException {
        int wanted = atOneStart("coordinator");
        try (ServerSocket busy = listenOn(wanted);
                Ports ports = new Ports(data, new Random())) {
            assertThatThrownBy(() -> ports.of("coordinator", busy.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("another program listens on port " + wanted
                            + ": stop it, or ask for another port, or for none");
        }
    }

    @Test
    void shouldKeepThePortOfWhatSomebodyElseStartsAlthoughItListens() throws IOException {
        int last = atOneStart("coordinator");
        try (ServerSocket running = listenOn(last);
                Ports ports = new Ports(data, new Random())) {
            assertThat(ports.ofOther("coordinator")).isEqualTo(running.getLocalPort());
            assertThat(ports.ofOther("worker-1")).isEqualTo(ports.ofOther("worker-1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0\0\0",
                "{",
                "null",
                "[]",
                "{\"broker\":\"x\"}",
                "{\"broker\":null}",
                "{\"broker\":0}",
                "{\"broker\":65536}",
                "{\"broker\":99999999999}",
                "{\"broker\":{}}",
                "{\"broker\":20001,\"s3\":20001}"
            })
    void shouldDrawAnewAndSaySoWhenTheFileMakesNoSense(String text) throws IOException {
        // Given
        Files.writeString(data.ports(), text);
        int drawn;
        // When
        try (Ports ports = new Ports(data, new Random())) {
            drawn = ports.of("broker");
            // Then
            assertThat(ports.isForgetful()).isTrue();
        }
        assertThat(atOneStart("broker")).isEqualTo(drawn);
    }

    private int atOneStart(String name) {
        try (Ports ports = new Ports(data, new Random())) {
            return ports.of(name);
        }
    }

    private static ServerSocket listenOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
