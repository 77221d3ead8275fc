package dev.renderfarm.coordinator.api;

import static dev.renderfarm.coordinator.api.ApiCalls.refused;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.live.TaskChanges;
import dev.renderfarm.coordinator.status.StatusFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stream of a batch's changes over HTTP. */
@QuarkusTest
@QuarkusTestResource(PackageFolderResource.class)
class EventsApiTest {

    @Inject
    FakeBatchDirectory batches;

    @Inject
    StatusFeed feed;

    @Inject
    TaskChanges changes;

    @TestHTTPResource("/")
    URI root;

    @Test
    void shouldSendThePresentEveryChangeAndEnd() throws Exception {
        // Given
        BatchId id = new BatchId("batch_e1");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 5));
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/batches/batch_e1/events"))
                .header("accept", "text/event-stream")
                .build();
        List<String> lines = new ArrayList<>();
        // When
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        answer.body().forEach(line -> {
            lines.add(line);
            if (line.equals("id:5")) {
                feed.publish(TestBatches.batch(id, BatchStatus.FINALIZING, 6));
                feed.publish(TestBatches.batch(id, BatchStatus.COMPLETED, 7));
            }
        });
        // Then
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(lines).contains("event:batch").contains("id:5").contains("id:7");
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("data:"))
                        .toList()
                        .get(0))
                .startsWith("data:{\"id\":\"batch_e1\"")
                .contains("\"status\":\"in_progress\"");
        assertThat(lines.stream().filter(line -> line.startsWith("data:")).reduce((a, b) -> b))
                .hasValueSatisfying(last -> assertThat(last).contains("\"status\":\"completed\""));
    }

    @Test
    void shouldSendNothingTwiceAndTellABrowserToStopAfterTheEnd() throws Exception {
        batches.put(TestBatches.batch(new BatchId("batch_e3"), BatchStatus.COMPLETED, 5));
        // When
        HttpResponse<String> unseen = follow("batch_e3", "4");
        HttpResponse<String> seen = follow("batch_e3", "5");
        HttpResponse<String> strange = follow("batch_e3", "x");
        // Then
        assertThat(unseen.body()).contains("id:5");
        assertThat(unseen.headers().firstValue("cache-control")).contains("no-store");
        assertThat(unseen.headers().firstValue("x-accel-buffering")).contains("no");
        assertThat(seen.statusCode()).isEqualTo(204);
        assertThat(strange.body()).contains("id:5");
    }

    private HttpResponse<String> follow(String batch, String lastEventId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/batches/" + batch + "/events"))
                .header("accept", "text/event-stream")
                .header("last-event-id", lastEventId)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldKeepAnIdleEventStreamOpenWithComments() throws Exception {
        batches.put(TestBatches.batch(new BatchId("batch_e2"), BatchStatus.IN_PROGRESS, 5));
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/v1/batches/batch_e2/events"))
                .build();
        try (var lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            assertThat(lines.filter(line -> line.startsWith(":")).findFirst()).isPresent();
        }
    }

    @Test
    void shouldTellAPageOfAllThatItShowsInOneStream() throws Exception {
        // Given
        BatchId id = new BatchId("batch_e4");
        batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 5, 10, null));
        HttpRequest request = HttpRequest.newBuilder(
                        root.resolve("/v1/events?batches=batch_e4,batch_e4&workers=1&farm=1"))
                .build();
        HttpResponse<Stream<String>> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        List<String> seen = new ArrayList<>();
        // When
        try (Stream<String> lines = answer.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                seen.add(line);
                if (line.equals("id:5") && seen.stream().filter("id:5"::equals).count() == 1) {
                    changes.changed(new TaskId(id, 7));
                    changes.changed(new TaskId(id, 3));
                    batches.put(TestBatches.batch(id, BatchStatus.IN_PROGRESS, 6, 10, null));
                }
                if (line.startsWith("data:{\"batch\":")) {
                    break;
                }
            }
        }
        // Then
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(answer.headers().firstValue("x-accel-buffering")).contains("no");
        assertThat(seen)
                .contains("event:batch", "event:workers", "event:farm", "event:tasks", "id:6")
                .contains(
                        "data:{\"batch\":\"batch_e4\",\"changed\":[{\"first\":3,\"last\":3},{\"first\":7,\"last\":7}]}")
                .anyMatch(line -> line.startsWith("data:{\"object\":\"farm\",\"state\":"));
    }

    @Test
    void shouldFollowNoBatchThatThereIsNotAndNotTooMany() {
        String many = IntStream.range(0, 101).mapToObj(i -> "batch_" + i).collect(Collectors.joining(","));
        refused(when().get("/v1/events?batches=" + many).then(), FailureCode.INVALID_REQUEST, "batches");
        refused(when().get("/v1/events?batches=batch_none").then(), FailureCode.NOT_FOUND, null);
        refused(when().get("/v1/events?farm=yes").then(), FailureCode.INVALID_REQUEST, "farm");
    }
}
