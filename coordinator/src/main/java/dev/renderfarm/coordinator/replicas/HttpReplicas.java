package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.ReplicaRefusedException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** {@link OtherReplicas} over HTTP, by no proxy: what says who asks goes to the replica and nowhere else. */
public final class HttpReplicas implements OtherReplicas {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    /**
     * What a replica answers that starts, moves what it keeps or leaves, or what stands before it; and one that has not heard
     * yet of a key that this one knows.
     */
    private static final Set<Integer> PASSING = Set.of(401, 502, 503, 504);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final AskedBy asked;
    private final Duration answerWithin;

    public HttpReplicas(AskedBy asked, Duration answerWithin) {
        this.asked = asked;
        this.answerWithin = answerWithin;
    }

    @Override
    public byte[] get(ReplicaAddress replica, BatchId batch, String below) {
        String path = "/v1/batches/" + batch + below;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(replica.url(path)).timeout(answerWithin).header(AskedBy.HEADER, "1");
        asked.credentials().forEach(request::header);
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 404) {
                throw new BatchLeftException(batch);
            }
            if (answer.statusCode() != 200) {
                throw refused("the replica " + replica + " answers " + answer.statusCode() + " to " + path, answer);
            }
            return answer.body();
        } catch (IOException e) {
            throw new LedgerUnavailableException("the replica " + replica + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("the farm is stopping", e);
        }
    }

    private static LedgerUnavailableException refused(String problem, HttpResponse<byte[]> answer) {
        return PASSING.contains(answer.statusCode())
                ? new LedgerUnavailableException(problem, null)
                : new ReplicaRefusedException(problem, answer.statusCode());
    }
}
