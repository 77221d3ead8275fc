package dev.renderfarm.coordinator.replicas;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a replica is asked by the others.
 *
 * @param host name or address; one of IPv6 stands in brackets
 */
public record ReplicaAddress(String host, int port) {

    private static final Pattern TEXT =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");

    public ReplicaAddress {
        requireNonNull(host, "host is null");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (URI.create("http://" + host + ":" + port).getHost() == null) {
            throw new IllegalArgumentException(
                    "no name of a host, which has letters, digits, dots and hyphens: " + host);
        }
    }

    /**
     * As Kafka tells it, which leaves out the brackets of IPv6; empty for what no replica that checked its own would tell.
     *
     * @param port 0 where none was told
     */
    public static Optional<ReplicaAddress> told(String host, int port) {
        try {
            return Optional.of(new ReplicaAddress(host.contains(":") ? "[" + host + "]" : host, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if it is not HOST:PORT */
    public static ReplicaAddress parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("a replica's address is HOST:PORT, as coordinator-0.farm:8080: " + text);
        }
        return new ReplicaAddress(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    /** Of a path with its query. */
    URI url(String path) {
        return URI.create("http://" + this + path);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
