package dev.renderfarm.cli.api;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests to the farm, and what their answers mean. Thread-safe. */
final class FarmHttp {

    /**
     * How long the farm is waited for.
     *
     * @param answer to a question, whole; of an event stream its beginning
     * @param picture with its last byte
     * @param file in either direction, with its last byte
     */
    record Limits(Duration connect, Duration answer, Duration picture, Duration file) {

        static final Limits USUAL = new Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofMinutes(30));
    }

    private final String base;
    private final Limits limits;
    private final Optional<String> key;
    private final HttpClient http;

    /** @param key that every request has */
    FarmHttp(URI base, Limits limits, Optional<String> key) {
        this.key = key;
        this.base = base.toString().replaceAll("/+$", "");
        this.limits = limits;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .build();
    }

    Limits limits() {
        return limits;
    }

    void save(String path, Duration limit, Path target) throws InterruptedException {
        HttpRequest request = request(path).GET().build();
        send(request, limit, head -> new FileBody(target));
    }

    <T> T get(String path, Function<String, T> reader) throws InterruptedException {
        return read(request(path).GET().build(), limits.answer(), reader);
    }

    <T> T read(HttpRequest request, Duration limit, Function<String, T> reader) throws InterruptedException {
        String body = send(request, limit, BodyHandlers.ofString());
        try {
            return reader.apply(body);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new FarmException(
                    FailureCode.INTERNAL_ERROR,
                    "the farm's answer makes no sense to this version of the command line: " + e.getMessage());
        }
    }

    /**
     * What the farm answered, if it was a success.
     *
     * @param limit of all that the handler waits for; a request's own limit would end with the head of the answer
     */
    <T> T send(HttpRequest request, Duration limit, BodyHandler<T> onSuccess) throws InterruptedException {
        CompletableFuture<HttpResponse<Answer<T>>> answer = http.sendAsync(request, Answer.handler(onSuccess));
        try {
            HttpResponse<Answer<T>> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return response.body().orThrow(response.statusCode());
        } catch (TimeoutException e) {
            throw new FarmException(
                    FailureCode.FARM_UNREACHABLE, "the farm at " + base + " did not answer in time: try again");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private FarmException failure(@Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new FarmException(
                    FailureCode.FARM_UNREACHABLE,
                    "no farm answers at " + base + ": start one with scripts/standalone, or name another with --url");
        }
        if (cause instanceof FileSystemException file) {
            return new FarmException(FailureCode.OUTPUT_UNWRITABLE, "cannot write " + file.getMessage());
        }
        return cause instanceof IOException
                ? new FarmException(
                        FailureCode.FARM_UNREACHABLE,
                        "the exchange with the farm at " + base + " broke off: " + cause.getMessage() + "; try again")
                : new FarmException(FailureCode.INTERNAL_ERROR, "this should not have happened: " + cause);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }
}
