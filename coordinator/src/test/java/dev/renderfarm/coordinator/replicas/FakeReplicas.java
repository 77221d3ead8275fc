package dev.renderfarm.coordinator.replicas;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replicas that answer what a test gives them, and one that keeps everything. */
final class FakeReplicas implements OtherReplicas, LedgerKeepers, AskedBy {

    static final ReplicaAddress KEEPER = new ReplicaAddress("keeper", 8080);

    private final Map<String, byte[]> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable ReplicaAddress keeper = KEEPER;
    private boolean anotherReplica;

    void answer(String path, byte[] content) {
        answers.put(path, content);
    }

    void answer(String path, String content) {
        answer(path, content.getBytes(UTF_8));
    }

    void keptBy(@Nullable ReplicaAddress other) {
        keeper = other;
    }

    void askedByAnotherReplica() {
        anotherReplica = true;
    }

    /** Addresses, in their order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public byte[] get(ReplicaAddress replica, BatchId batch, String below) {
        String path = "/v1/batches/" + batch + below;
        asked.add(replica.url(path).toString());
        byte[] content = answers.get(path);
        if (content == null) {
            throw new LedgerUnavailableException("said by the test", null);
        }
        return content;
    }

    @Override
    public Optional<ReplicaAddress> other(BatchId batch) {
        return Optional.ofNullable(keeper);
    }

    @Override
    public boolean anotherReplica() {
        return anotherReplica;
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of();
    }
}
