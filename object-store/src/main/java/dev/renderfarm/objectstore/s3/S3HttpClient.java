package dev.renderfarm.objectstore.s3;

import io.minio.Http;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;

/** An HTTP client as the SDK's own is (HTTP/1.1, its retries, its certificates), made fit for many small uploads at once. */
final class S3HttpClient {

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    static OkHttpClient of(S3Settings settings) {
        int limit = settings.maxConnections();
        return builder(settings)
                .dispatcher(dispatcher(limit))
                .connectionPool(new ConnectionPool(limit, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
                .addNetworkInterceptor(S3HttpClient::sendAtOnce)
                .connectTimeout(settings.timeout())
                .writeTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .build();
    }

    /** Without the SDK's certificates where none are asked for: it reads the bundle that SSL_CERT_FILE names a byte at a time. */
    private static OkHttpClient.Builder builder(S3Settings settings) {
        return "https".equalsIgnoreCase(settings.endpoint().getScheme())
                ? Http.newDefaultClient().newBuilder()
                : new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .addInterceptor(new Http.StatusRetryInterceptor());
    }

    /** The SDK sends every call through it; OkHttp's default is five at once to one server. */
    private static Dispatcher dispatcher(int limit) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(limit);
        dispatcher.setMaxRequestsPerHost(limit);
        return dispatcher;
    }

    /**
     * Sets TCP_NODELAY, whether through a proxy or not. Without it the end of a body waits until the server has
     * acknowledged what came before, which servers put off for 40 ms.
     */
    private static Response sendAtOnce(Interceptor.Chain chain) throws IOException {
        chain.connection().socket().setTcpNoDelay(true);
        return chain.proceed(chain.request());
    }

    private S3HttpClient() {}
}
