package dev.renderfarm.objectstore.s3;

import dev.renderfarm.common.digest.Sha256;
import io.minio.Http;
import io.minio.Signer;
import io.minio.Utils;
import io.minio.Xml;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Writes whole objects, each with one signed request on the thread that asks for it. The SDK does the same by way of
 * another thread and a second checksum, for several times the work; the SHA-256 that is signed protects the content
 * already. Fails as the SDK does. Safe for use by several threads.
 */
final class S3Upload {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String XML = "xml";

    private final S3Settings settings;
    private final Http.BaseUrl endpoint;
    private final OkHttpClient http;
    private final InstantSource clock;
    private final Semaphore places;

    /** @param clock by which requests are signed */
    S3Upload(S3Settings settings, OkHttpClient http, InstantSource clock) {
        this.settings = settings;
        this.endpoint = new Http.BaseUrl(settings.endpoint().toString());
        this.http = http;
        this.clock = clock;
        this.places = new Semaphore(settings.maxConnections(), true);
    }

    /**
     * @throws IOException where there was no answer, or the thread was interrupted
     * @throws MinioException where the server does not take it
     */
    void put(String key, byte[] content, String contentType, Map<String, String> userMetadata)
            throws IOException, MinioException {
        Request request = signed(key, content, contentType, userMetadata);
        takePlace();
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw refusal(response);
            }
        } finally {
            places.release();
        }
    }

    private Request signed(String key, byte[] content, String contentType, Map<String, String> userMetadata)
            throws MinioException {
        HttpUrl url = endpoint.buildUrl(Http.Method.PUT, settings.bucket(), key, settings.region(), null);
        String sha256 = Sha256.hex(content);
        Request.Builder request = new Request.Builder()
                .url(url)
                .put(RequestBody.create(content))
                .header("Host", Utils.getHostHeader(url))
                .header("Content-Type", contentType)
                .header("x-amz-content-sha256", sha256)
                .header("x-amz-date", DATE.format(clock.instant()));
        userMetadata.forEach((name, value) -> request.header("x-amz-meta-" + name, value));
        return Signer.signV4S3(request.build(), settings.region(), settings.accessKey(), settings.secretKey(), sha256);
    }

    /** OkHttp counts only calls that it makes on threads of its own. */
    private void takePlace() throws InterruptedIOException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while all connections were in use");
        }
    }

    /** In the words of the SDK, which tells answers of S3 from those of a proxy. */
    private static MinioException refusal(Response response) throws IOException, MinioException {
        String type = String.valueOf(response.header("Content-Type"));
        String body = response.body().string();
        if (!type.contains(XML) || body.isBlank()) {
            return new InvalidResponseException(response.code(), type, body, "");
        }
        return new ErrorResponseException(Xml.unmarshal(ErrorResponse.class, body), response, "");
    }
}
