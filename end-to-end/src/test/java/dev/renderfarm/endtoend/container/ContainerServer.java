package dev.renderfarm.endtoend.container;

import dev.renderfarm.standalone.process.ChildFailedException;
import dev.renderfarm.standalone.process.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/** A container on one fixed port of the loopback address, so that it answers there again after a restart. */
final class ContainerServer implements Server {

    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final URI address;
    private final GenericContainer<?> container;

    /** @param port in the container */
    ContainerServer(String name, String scheme, GenericContainer<?> container, int port) {
        int hostPort = freePort();
        container.setPortBindings(List.of(HOST + ":" + hostPort + ":" + port));
        this.name = name;
        this.address = URI.create(scheme + "://" + HOST + ":" + hostPort);
        this.container = container;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public boolean isAlive() {
        return container.isRunning();
    }

    @Override
    public void launch() {
        if (container.getContainerId() == null) {
            container.start();
        } else if (!isAlive()) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    @Override
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new ChildFailedException(name + " does not answer at " + address + ":\n" + container.getLogs());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Containers are asked and stopped in one call: see {@link #stop}. */
    @Override
    public void signal() {}

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, address.getPort()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("no free port", e);
        }
    }
}
