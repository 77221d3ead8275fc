package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.CloudEvent;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link ResultReporter} on the topic {@code renderfarm.results}, keyed by batch id. A record that is sent again keeps
 * its CloudEvents id.
 */
@Singleton
public final class ResultPublisher implements ResultReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);

    private final Emitter<byte[]> results;
    private final Backoff backoff;
    private final Sleeper sleeper;

    ResultPublisher(@Channel("results") Emitter<byte[]> results, Backoff backoff, Sleeper sleeper) {
        this.results = results;
        this.backoff = backoff;
        this.sleeper = sleeper;
    }

    @Override
    public Report send(TaskResult result, @Nullable Traceparent cause) {
        CloudEvent event = event(result).causedBy(cause);
        CompletableFuture<Void> written = write(result, event);
        return () -> awaitWritten(result, event, written);
    }

    private CompletableFuture<Void> write(TaskResult result, CloudEvent event) {
        return Events.send(results, result.taskId().batchId().value(), event, result);
    }

    private void awaitWritten(TaskResult result, CloudEvent event, CompletableFuture<Void> first)
            throws InterruptedException {
        CompletableFuture<Void> written = first;
        for (int failures = 1; ; failures++) {
            try {
                written.get();
                return;
            } catch (ExecutionException e) {
                LOG.atWarn()
                        .addKeyValue("taskId", result.taskId())
                        .addKeyValue("attempt", result.attempt())
                        .addKeyValue("problem", String.valueOf(e.getCause()))
                        .log("result not written, will try again");
                sleeper.sleep(backoff.afterFailures(failures));
                written = write(result, event);
            }
        }
    }

    private static CloudEvent event(TaskResult result) {
        String worker = result.workerId().value();
        return new CloudEvent(
                result.taskId() + "/" + result.attempt() + "/" + worker + "/"
                        + result.finishedAt().toEpochMilli(),
                CloudEvent.Type.TASK_RESULT,
                "/renderfarm/worker/" + worker,
                result.taskId().toString(),
                result.finishedAt());
    }
}
