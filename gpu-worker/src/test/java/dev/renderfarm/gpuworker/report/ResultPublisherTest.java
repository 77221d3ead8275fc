package dev.renderfarm.gpuworker.report;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static dev.renderfarm.gpuworker.sample.SampleTasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.wire.Json;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class ResultPublisherTest {

    private static final TaskResult RESULT = of(task(3));

    private final FakeEmitter results = new FakeEmitter();
    private final ManualTime time = new ManualTime(NOW);
    private final ResultPublisher publisher = new ResultPublisher(
            results,
            Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(1), Jitter.downTo(0.1, new Random(1))),
            time);

    @Test
    void shouldWriteACloudEventKeyedByBatchWhenItReports() throws InterruptedException {
        // When
        publisher.send(RESULT, null).awaitWritten();
        // Then
        Message<?> message = results.messages().get(0);
        assertThat(Json.read((byte[]) message.getPayload(), TaskResult.class)).isEqualTo(RESULT);
        assertThat(metadata(message).getKey()).isEqualTo("batch_1");
        assertThat(header(message, "ce_type")).isEqualTo("dev.renderfarm.task.result");
        assertThat(header(message, "ce_source")).isEqualTo("/renderfarm/worker/worker-1");
        assertThat(header(message, "ce_subject")).isEqualTo("batch_1/3");
        assertThat(header(message, "content-type")).isEqualTo("application/json");
    }

    @Test
    void shouldSendTheSameEventAgainWhenTheBrokerRefuses() throws InterruptedException {
        // Given
        results.refuse(3);
        // When
        publisher.send(RESULT, null).awaitWritten();
        // Then
        assertThat(results.messages()).hasSize(4);
        assertThat(time.sleeps()).hasSize(3);
        assertThat(results.messages().stream().map(message -> header(message, "ce_id")))
                .containsOnly(header(results.messages().get(0), "ce_id"));
    }

    @Test
    void shouldSendAllBeforeItWaitsForAnyAndOnlyWhatWasRefusedAgain() throws InterruptedException {
        // Given
        results.refuse(1);
        // When
        var first = publisher.send(RESULT, null);
        var second = publisher.send(of(task(4)), null);
        // Then
        assertThat(tasks()).containsExactly("batch_1/3", "batch_1/4");
        first.awaitWritten();
        second.awaitWritten();
        assertThat(tasks()).containsExactly("batch_1/3", "batch_1/4", "batch_1/3");
    }

    @Test
    void shouldSayWhatCausedItEachTimeWhenTheTaskIsTraced() throws InterruptedException {
        // Given
        var cause = new Traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        results.refuse(1);
        // When
        publisher.send(RESULT, cause).awaitWritten();
        publisher.send(RESULT, null).awaitWritten();
        // Then
        assertThat(results.messages().subList(0, 2)).allSatisfy(message -> assertThat(header(message, "traceparent"))
                .isEqualTo(cause.value()));
        assertThat(metadata(results.messages().get(2)).getHeaders().lastHeader("traceparent"))
                .isNull();
    }

    private List<String> tasks() {
        return results.messages().stream()
                .map(message -> header(message, "ce_subject"))
                .toList();
    }

    private static TaskResult of(RenderTask task) {
        return new TaskResult(
                task.taskId(),
                2,
                new WorkerId("worker-1"),
                "sha256:00",
                NOW,
                NOW.plusSeconds(1),
                new TaskOutcome.Failed(FailureCode.BLANK_IMAGE, "blank"),
                null);
    }

    private static String header(Message<?> message, String name) {
        return new String(metadata(message).getHeaders().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static OutgoingKafkaRecordMetadata<?> metadata(Message<?> message) {
        return message.getMetadata(OutgoingKafkaRecordMetadata.class).orElseThrow();
    }
}
