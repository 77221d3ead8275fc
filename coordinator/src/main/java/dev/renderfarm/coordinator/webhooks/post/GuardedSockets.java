package dev.renderfarm.coordinator.webhooks.post;

import dev.renderfarm.coordinator.webhooks.AllowedTargets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that look at the address to which they are connected, so that it does not matter what a name led to before. Safe
 * for several threads.
 */
final class GuardedSockets extends SocketFactory {

    private final AllowedTargets allowed;

    GuardedSockets(AllowedTargets allowed) {
        this.allowed = allowed;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket(allowed);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(address, port));
    }

    private Socket connected(InetSocketAddress target) throws IOException {
        Socket socket = createSocket();
        socket.connect(target);
        return socket;
    }

    private static final class GuardedSocket extends Socket {

        private final AllowedTargets allowed;

        GuardedSocket(AllowedTargets allowed) {
            this.allowed = allowed;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            InetAddress address = endpoint instanceof InetSocketAddress target ? target.getAddress() : null;
            if (address == null || !allowed.allows(address)) {
                close();
                throw new ForbiddenAddressException();
            }
            super.connect(endpoint, timeout);
        }
    }
}
