package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.standalone.process.ReadyCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Ready when somebody listens. */
record ListensCheck(int port) implements ReadyCheck {

    private static final int LIMIT_MILLIS = 3_000;

    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
