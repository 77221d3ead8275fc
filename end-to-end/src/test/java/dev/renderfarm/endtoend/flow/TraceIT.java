package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.endtoend.flow.SpanReceiver.Received;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.process.ChildProcess;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the request to the pixel: the spans of one batch as a collector gets them, each of them looked at. */
@Tag("long")
class TraceIT {

    private static final Pattern EXEMPLAR = Pattern.compile("# \\{.*trace_id=\"([0-9a-f]{32})\"");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PICTURES = 3;
    private static final String SHOP_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SHOP_SPAN = "00f067aa0ba902b7";
    private static final String SHOP = "00-" + SHOP_TRACE + "-" + SHOP_SPAN + "-01";
    private static final String NOT_KEPT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final List<String> PARTS_OF_A_RENDER =
            List.of("encode_prompt", "wait_for_device", "denoise", "decode");
    private static final List<String> STAGES =
            List.of("claim", "render", "encode_png", "upload", "send renderfarm.results");

    @Test
    void shouldLeadFromTheRequestToEveryPictureAndTellNothingElse() throws Exception {
        try (SpanReceiver receiver = new SpanReceiver();
                FlowFarm farm = FlowFarm.start(TestModel.TINY, 1, spec -> traced(spec, receiver))) {
            // Given
            Catalogue catalogue = new Catalogue(PICTURES, "64x64", 2);
            farm.client()
                    .awaitEnd(farm.client().submitTraced(catalogue, NOT_KEPT).id(), PATIENCE);
            // When
            Batch batch = farm.client()
                    .awaitEnd(farm.client().submitTraced(catalogue, SHOP).id(), PATIENCE);
            await().atMost(PATIENCE)
                    .until(() -> receiver.spans("batch").size() == 1
                            && receiver.spans(process(batch)).size() == PICTURES);
            String metrics = metrics(farm.processes().worker(1));
            farm.processes().workers().get(0).stop();
            farm.processes().coordinator().stop();
            // Then
            assertThat(batch.status()).isEqualTo(BatchStatus.COMPLETED);
            Received request = theRequest(receiver, batch);
            theLife(receiver, batch, request);
            List<Received> tasks = theTasks(receiver, batch, request);
            assertThat(receiver.spans()).hasSize(6 + PICTURES * (1 + STAGES.size() + PARTS_OF_A_RENDER.size()));
            nothingHangsInTheAir(receiver.spans());
            for (Received task : tasks) {
                thePictureKnows(farm, task, request);
            }
            theLogKnows(farm, batch);
            theMetricsKnow(metrics, tasks);
        }
    }

    /** As Prometheus asks for them where it keeps exemplars: in OpenMetrics, since nothing else has any. */
    private static String metrics(ChildProcess worker) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(worker.address().resolve("/q/metrics"))
                .header(
                        "Accept",
                        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    /** From what is counted to a trace of it. */
    private static void theMetricsKnow(String metrics, List<Received> tasks) {
        List<String> traces = metrics.lines()
                .filter(line -> line.startsWith("renderfarm_task_seconds_bucket"))
                .map(EXEMPLAR::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
        assertThat(traces)
                .isNotEmpty()
                .isSubsetOf(tasks.stream().map(Received::trace).toList());
    }

    private static FarmSpec traced(FarmSpec spec, SpanReceiver receiver) {
        String address = receiver.address().toString();
        return spec.withProperty(FarmPart.COORDINATOR, "renderfarm.traces.endpoint", address)
                .withProperty(FarmPart.WORKER, "renderfarm.traces.endpoint", address)
                .withProperty(FarmPart.WORKER, "renderfarm.traces.task-share", "1")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.log.json", "true")
                .withProperty(FarmPart.WORKER, "renderfarm.log.json", "true");
    }

    private static String process(Batch batch) {
        return "process renderfarm.tasks." + batch.model();
    }

    /** In the shop's trace; and the command that it led to. */
    private static Received theRequest(SpanReceiver receiver, Batch batch) {
        Received request = only(receiver.spans("POST /v1/batches"));
        assertThat(request.kind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
        assertThat(request.service()).isEqualTo("renderfarm-coordinator");
        assertThat(request.trace()).isEqualTo(SHOP_TRACE);
        assertThat(request.parent()).isEqualTo(SHOP_SPAN);
        assertThat(request.attributes())
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.route", "/v1/batches")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("renderfarm.batch.id", batch.id().value());
        Received command = only(receiver.spans("send renderfarm.commands"));
        assertThat(command.kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        assertThat(command.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.operation.type", "send")
                .containsEntry("messaging.destination.name", "renderfarm.commands");
        isPartOf(command, request);
        return request;
    }

    private static void theLife(SpanReceiver receiver, Batch batch, Received request) {
        Received life = only(receiver.spans("batch"));
        assertThat(life.trace()).isEqualTo(SHOP_TRACE);
        assertThat(life.parent()).isEqualTo(request.id());
        assertThat(life.attributes())
                .containsEntry("renderfarm.batch.id", batch.id().value())
                .containsEntry("renderfarm.batch.status", "completed")
                .containsEntry("renderfarm.tasks.completed", String.valueOf(PICTURES));
        List<Received> parts = children(receiver, life);
        assertThat(parts).extracting(Received::name).containsExactlyInAnyOrder("validate", "render", "finalize");
        parts.forEach(part -> isPartOf(part, life));
    }

    /** Each in a trace of its own, which leads to the batch's. */
    private static List<Received> theTasks(SpanReceiver receiver, Batch batch, Received request) {
        List<Received> tasks = receiver.spans(process(batch));
        assertThat(tasks).hasSize(PICTURES).allSatisfy(task -> {
            assertThat(task.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
            assertThat(task.service()).isEqualTo("renderfarm-gpu-worker");
            assertThat(task.parent()).isEmpty();
            assertThat(task.links()).containsExactly(SHOP_TRACE + "-" + request.id());
            assertThat(task.attributes())
                    .containsEntry("messaging.system", "kafka")
                    .containsEntry("messaging.operation.type", "process")
                    .containsEntry("messaging.destination.name", "renderfarm.tasks." + batch.model())
                    .containsEntry("messaging.consumer.group.name", "renderfarm-workers." + batch.model())
                    .containsEntry("renderfarm.batch.id", batch.id().value())
                    .containsEntry("renderfarm.task.attempt", "1")
                    .containsEntry("renderfarm.worker.id", "worker-1")
                    .containsEntry("renderfarm.outcome", "rendered");
            List<Received> stages = children(receiver, task);
            assertThat(stages).extracting(Received::name).containsExactlyInAnyOrderElementsOf(STAGES);
            stages.forEach(stage -> isPartOf(stage, task));
            Received render = only(named(stages, "render"));
            List<Received> parts = children(receiver, render);
            assertThat(parts).extracting(Received::name).containsExactlyInAnyOrderElementsOf(PARTS_OF_A_RENDER);
            parts.forEach(part -> isPartOf(part, render));
            assertThat(only(named(stages, "send renderfarm.results")).kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        });
        assertThat(tasks).extracting(Received::trace).doesNotHaveDuplicates().doesNotContain(SHOP_TRACE);
        assertThat(tasks)
                .extracting(task -> task.attributes().get("renderfarm.task.id"))
                .containsExactlyInAnyOrder(batch.id() + "/0", batch.id() + "/1", batch.id() + "/2");
        return tasks;
    }

    private static void nothingHangsInTheAir(List<Received> spans) {
        Set<String> known = spans.stream().map(Received::id).collect(Collectors.toCollection(HashSet::new));
        known.add(SHOP_SPAN);
        assertThat(spans).allSatisfy(span -> assertThat(
                        known.contains(span.parent()) || !span.links().isEmpty())
                .as("%s has its parent in the export, or a link", span)
                .isTrue());
        assertThat(spans).extracting(Received::id).doesNotHaveDuplicates();
    }

    private static void thePictureKnows(FlowFarm farm, Received task, Received request) throws Exception {
        String picture = Objects.requireNonNull(task.attributes().get("renderfarm.image.key"));
        String beside = picture.replaceFirst("\\.png$", ".json");
        JsonNode metadata = Json.read(farm.bucket().content(beside), JsonNode.class);
        assertThat(metadata.path("traceparent").asText()).isEqualTo("00-" + SHOP_TRACE + "-" + request.id() + "-01");
    }

    /** Every line is JSON; those of Java itself, on the error output, are not ours. */
    private static void theLogKnows(FlowFarm farm, Batch batch) throws IOException {
        List<JsonNode> lines = farm.log("coordinator")
                .filter(line -> line.startsWith("{"))
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("service").asText()).isEqualTo("renderfarm-coordinator"));
        assertThat(lines)
                .filteredOn(
                        line -> line.path("batchId").asText().equals(batch.id().value()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("traceId").asText()).isEqualTo(SHOP_TRACE));
        assertThat(farm.log("worker-1").filter(line -> line.startsWith("{"))).anySatisfy(line -> assertThat(
                        Json.read(line, JsonNode.class).path("workerId").asText())
                .isEqualTo("worker-1"));
        assertThat(farm.log("worker-1")).noneMatch(line -> line.matches("20\\d\\d-.* (INFO|WARN|ERROR) .*"));
    }

    private static void isPartOf(Received part, Received whole) {
        assertThat(part.trace()).isEqualTo(whole.trace());
        assertThat(part.parent()).isEqualTo(whole.id());
        assertThat(part.from()).as("%s within %s", part, whole).isBetween(whole.from(), whole.to());
        assertThat(part.to()).as("%s within %s", part, whole).isBetween(part.from(), whole.to());
    }

    private static List<Received> children(SpanReceiver receiver, Received parent) {
        return receiver.spans().stream()
                .filter(span -> span.parent().equals(parent.id()))
                .toList();
    }

    private static List<Received> named(List<Received> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    private static Received only(List<Received> spans) {
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }
}
