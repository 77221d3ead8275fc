package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.coordinator.topics.RecordVersion;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the results of workers for those who look on, from the beginning of the day or of the last hour: so every replica
 * tells the same of these, whenever it began. Each reads all of them and commits nothing. The ledger reads them by itself.
 */
@ApplicationScoped
class ResultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ResultConsumer.class);

    private final TaskChanges changes;
    private final FarmCurve curve;
    private final LatestFailures failures;
    private final FarmDay day;
    private final ResultBacklog backlog;

    ResultConsumer(
            TaskChanges changes,
            FarmCurve curve,
            LatestFailures failures,
            FarmDay day,
            @Identifier(ResultBacklog.NAME) ResultBacklog backlog) {
        this.changes = changes;
        this.curve = curve;
        this.failures = failures;
        this.day = day;
        this.backlog = backlog;
    }

    @Incoming("results")
    void on(ConsumerRecord<String, byte[]> record) {
        boolean isOfBefore = backlog.holds(record);
        if (record.value() != null) {
            read(record, isOfBefore);
        }
        if (isOfBefore) {
            backlog.noteIfRead();
        }
    }

    private void read(ConsumerRecord<String, byte[]> record, boolean isOfBefore) {
        try {
            RecordVersion.check(record.headers());
            TaskResult result = Json.read(record.value(), TaskResult.class);
            Instant at = Instant.ofEpochMilli(record.timestamp());
            day.add(at, result);
            if (!isOfBefore) {
                changes.changed(result.taskId());
            }
            String id = "failure-" + record.partition() + "-" + record.offset();
            result.outcome().fold(picture -> rendered(at), failed -> failed(id, at, result, failed), declined -> true);
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atDebug()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("result not looked at");
        }
    }

    private boolean rendered(Instant at) {
        curve.rendered(at);
        return true;
    }

    private boolean failed(String id, Instant at, TaskResult result, TaskOutcome.Failed failed) {
        if (!failed.code().isUnwanted()) {
            curve.failed(at);
            failures.note(id, at, result, failed);
        }
        return true;
    }
}
