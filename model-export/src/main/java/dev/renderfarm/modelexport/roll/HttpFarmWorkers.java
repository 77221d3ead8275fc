package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link FarmWorkers} by HTTP. A farm that does not answer is asked again for a minute. */
final class HttpFarmWorkers implements FarmWorkers {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 30;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI farm;
    private final Sleeper sleeper;
    private final @Nullable String key;

    /**
     * @param farm its address, without a path
     * @param key an API key; null where the farm asks for none
     */
    HttpFarmWorkers(URI farm, Sleeper sleeper, @Nullable String key) {
        this.key = key;
        this.farm = farm;
        this.sleeper = sleeper;
    }

    @Override
    public List<WorkerView> of(ModelName model) throws InterruptedException {
        HttpRequest request = request("/v1/workers").GET().build();
        return ListView.read(good(request, answer(request)), WorkerView.class).data().stream()
                .filter(worker -> worker.heartbeat().model().equals(model))
                .toList();
    }

    @Override
    public boolean haveWork(ModelName model) throws InterruptedException {
        HttpRequest request = request("/v1/autoscale?model=" + model).GET().build();
        return Json.read(good(request, answer(request)), AutoscaleView.class).backlogImages() > 0;
    }

    @Override
    public void drain(WorkerId worker) throws InterruptedException {
        HttpRequest request = request("/v1/workers/" + worker + "/drain")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = answer(request);
        if (answer.statusCode() != NOT_FOUND && answer.statusCode() != CONFLICT) {
            good(request, answer);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(farm.toString().replaceAll("/$", "") + path))
                .timeout(LIMIT);
        return key == null || key.isBlank() ? request : request.header("Authorization", "Bearer " + key.strip());
    }

    private HttpResponse<String> answer(HttpRequest request) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() < SERVER_ERROR || tries == TRIES) {
                    return answer;
                }
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new RollException(
                            FailureCode.FARM_UNREACHABLE,
                            "no farm answers at " + farm + ", name another with --url: " + e);
                }
            }
            sleeper.sleep(PAUSE);
        }
    }

    private static String good(HttpRequest request, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new RollException(
                    FailureCode.FARM_UNREACHABLE,
                    request.method() + " " + request.uri() + " was answered with " + answer.statusCode() + ": "
                            + answer.body().strip());
        }
        return answer.body();
    }
}
