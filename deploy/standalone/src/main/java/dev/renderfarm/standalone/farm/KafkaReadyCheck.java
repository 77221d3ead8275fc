package dev.renderfarm.standalone.farm;

import dev.renderfarm.standalone.process.ReadyCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Ready when the cluster names a node that serves clients. */
final class KafkaReadyCheck implements ReadyCheck {

    private static final int ANSWER_LIMIT_MILLIS = 15_000;

    private final InetSocketAddress address;

    KafkaReadyCheck(String host, int port) {
        this.address = new InetSocketAddress(host, port);
    }

    @Override
    public boolean isReady() throws InterruptedException {
        return listens() && hasNodes();
    }

    /** Cheaper than a client that tries in vain. */
    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(address, ANSWER_LIMIT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasNodes() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address.getHostString() + ":" + address.getPort(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MILLIS))) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        }
    }
}
