package dev.renderfarm.endtoend.chaos.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpLinkTest {

    private ServerSocket server;
    private TcpLink link;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        link = new TcpLink(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void shouldPassBytesBothWays() throws Exception {
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            client.getOutputStream().write("asked".getBytes(US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(5)).isEqualTo("asked".getBytes(US_ASCII));
            accepted.getOutputStream().write("told".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("told".getBytes(US_ASCII));
        }
    }

    @Test
    void shouldBreakConnectionsOffWhenCutAndMakeNewOnesAfterwards() throws Exception {
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            link.become(TcpLink.Mode.CUT);
            assertBrokenOff(client);
            assertBrokenOff(accepted);
        }
        try (Socket client = connect()) {
            assertBrokenOff(client);
        }
        link.become(TcpLink.Mode.PASS);
        shouldPassBytesBothWays();
    }

    @Test
    void shouldLoseWhatIsSentWhenHalfOpenAndBreakTheConnectionOffAfterwards() throws Exception {
        try (Socket client = connect();
                Socket accepted = server.accept()) {
            link.become(TcpLink.Mode.HALF_OPEN);
            client.getOutputStream().write("lost".getBytes(US_ASCII));
            link.become(TcpLink.Mode.PASS);
            assertBrokenOff(accepted);
            assertBrokenOff(client);
        }
        shouldPassBytesBothWays();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), link.port());
    }

    /** Without a byte before. */
    private static void assertBrokenOff(Socket socket) {
        assertThatThrownBy(() -> {
                    if (socket.getInputStream().read() < 0) {
                        throw new IOException("its end");
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
