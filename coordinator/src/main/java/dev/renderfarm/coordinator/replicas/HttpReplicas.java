package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchLeftException;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** {@link OtherReplicas} over HTTP, by no proxy: what says who asks goes to the replica and nowhere else. */
public final class HttpReplicas implements OtherReplicas {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

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
                throw new LedgerUnavailableException(
                        "the replica " + replica + " answers " + answer.statusCode() + " to " + path, null);
            }
            return answer.body();
        } catch (IOException e) {
            throw new LedgerUnavailableException("the replica " + replica + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("the farm is stopping", e);
        }
    }
}
