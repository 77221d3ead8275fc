package dev.renderfarm.coordinator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.ledger.books.BatchTraces;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.process.KafkaCommandPublisher;
import dev.renderfarm.tracing.span.TraceSettings;
import dev.renderfarm.tracing.span.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProcessTracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Traceparent KEPT = new Traceparent("00-" + TRACE + "-00f067aa0ba902b7-01");
    private static final Traceparent DROPPED = new Traceparent("00-" + TRACE + "-00f067aa0ba902b7-00");
    private static final String TOPIC = "farm.commands";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @AutoClose
    private final ProcessTraces traces = new ProcessTraces(Tracing.through(
            SimpleSpanProcessor.create(spans),
            new TraceSettings(URI.create("http://collector:4318"), Map.of(), "renderfarm-test", "1", "one")));

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @AutoClose
    private final KafkaCommandPublisher publisher =
            new KafkaCommandPublisher(TOPIC, () -> producer, InstantSource.fixed(Samples.START));

    @Test
    void shouldSendACommandAsAPartOfItsTrace() throws InterruptedException {
        // When
        traces.traced(publisher, TOPIC).publish(Samples.submit(Samples.BATCH, 3, KEPT));
        // Then
        SpanData span = spans.getFinishedSpanItems().get(0);
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(KEPT.spanId());
        assertThat(traceparentSent()).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    }

    @Test
    void shouldPassOnATraceThatIsNotKeptAndTellNothingOfIt() throws InterruptedException {
        // When
        traces.traced(publisher, TOPIC).publish(Samples.submit(Samples.BATCH, 3, DROPPED));
        traces.batches().ended(TestBatches.batch(Samples.BATCH, BatchStatus.FAILED, 2), DROPPED);
        // Then
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        assertThat(traceparentSent()).isEqualTo(DROPPED.value());
    }

    @Test
    void shouldTellThatTheBrokerDidNotTakeACommand() {
        // Given
        producer.sendException = new TimeoutException("no metadata");
        // When, then
        assertThatThrownBy(() -> traces.traced(publisher, TOPIC).publish(Samples.submit(Samples.BATCH, 3, KEPT)))
                .isInstanceOf(BrokerUnavailableException.class);
        assertThat(spans.getFinishedSpanItems())
                .singleElement()
                .satisfies(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    }

    @Test
    void shouldTellTheLifeOfABatchThatFailedValidation() {
        // When
        traces.batches().ended(TestBatches.batch(Samples.BATCH, BatchStatus.FAILED, 2), KEPT);
        // Then
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).containsExactly("validate", "batch");
        SpanData life = spans.getFinishedSpanItems().get(1);
        assertThat(life.getParentSpanId()).isEqualTo(KEPT.spanId());
        assertThat(life.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void shouldLeaveEverythingAsItIsWithoutAReceiver() {
        try (ProcessTraces off = new ProcessTraces(null)) {
            assertThat(off.traced(publisher, TOPIC)).isSameAs(publisher);
            assertThat(off.batches()).isSameAs(BatchTraces.NONE);
            assertThat(off.tracer()).isEmpty();
        }
    }

    private String traceparentSent() {
        return new String(
                producer.history().get(0).headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
    }
}
