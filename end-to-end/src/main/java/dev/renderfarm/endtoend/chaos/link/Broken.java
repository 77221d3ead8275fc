package dev.renderfarm.endtoend.chaos.link;

import java.io.IOException;
import java.net.Socket;

/** Connections that end as where a machine goes away: by a reset, with what was not read yet lost. */
final class Broken {

    static void off(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more
        }
    }

    private Broken() {}
}
