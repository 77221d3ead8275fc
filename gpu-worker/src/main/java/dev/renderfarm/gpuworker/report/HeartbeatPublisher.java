package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/**
 * Writes heartbeats to the compacted topic {@code renderfarm.workers}, keyed by worker id. One that is late is not
 * worth sending again.
 */
@Singleton
public final class HeartbeatPublisher {

    private final Emitter<byte[]> workers;

    HeartbeatPublisher(@Channel("workers") Emitter<byte[]> workers) {
        this.workers = workers;
    }

    /** Completes when the broker has it. */
    public CompletableFuture<Void> publish(WorkerHeartbeat heartbeat) {
        String worker = heartbeat.workerId().value();
        CloudEvent event = new CloudEvent(
                worker + "/" + heartbeat.sentAt().toEpochMilli(),
                CloudEvent.Type.WORKER_HEARTBEAT,
                "/renderfarm/worker/" + worker,
                worker,
                heartbeat.sentAt());
        return Events.send(workers, worker, event, heartbeat);
    }
}
