package dev.renderfarm.coordinator.webhooks.post;

import dev.renderfarm.coordinator.webhooks.AllowedTargets;
import dev.renderfarm.coordinator.webhooks.DeliveryAnswer;
import dev.renderfarm.coordinator.webhooks.Receiver;
import dev.renderfarm.coordinator.webhooks.SignedMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * {@link Receiver} by HTTP/1.1. Follows no redirect, uses no proxy, keeps no cookie, waits {@link #LIMIT} at most, and reads
 * the head of the answer only. Hosts that the operator names are connected to wherever they lead, all others at public and
 * allowed addresses.
 */
public final class OkHttpReceiver implements Receiver, AutoCloseable {

    /** Of an attempt, from looking up the name to the head of the answer. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_IDLE = 8;

    private final AllowedTargets allowed;
    private final InstantSource clock;
    private final OkHttpClient guarded;
    private final OkHttpClient trusting;

    public OkHttpReceiver(AllowedTargets allowed, InstantSource clock) {
        this(allowed, clock, LIMIT);
    }

    OkHttpReceiver(AllowedTargets allowed, InstantSource clock, Duration limit) {
        this.allowed = allowed;
        this.clock = clock;
        this.guarded = client(new GuardedSockets(allowed), limit);
        this.trusting = client(SocketFactory.getDefault(), limit);
    }

    /** Each with connections of its own, so that none that is not looked at is used for a host that is. */
    private static OkHttpClient client(SocketFactory sockets, Duration limit) {
        return new OkHttpClient.Builder()
                .socketFactory(sockets)
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(MOST_IDLE, 30, TimeUnit.SECONDS))
                .connectTimeout(CONNECT_LIMIT)
                .readTimeout(limit)
                .writeTimeout(limit)
                .callTimeout(limit)
                .build();
    }

    @Override
    public DeliveryAnswer send(SignedMessage message) {
        HttpUrl url = HttpUrl.parse(message.url());
        if (url == null) {
            return DeliveryAnswer.failed("its url is no address");
        }
        boolean named = allowed.namesHost(url.host());
        if (!url.isHttps() && !named) {
            return DeliveryAnswer.failed("http is for hosts that the operator lists in renderfarm.webhooks.allow");
        }
        try (Response answer =
                (named ? trusting : guarded).newCall(request(url, message)).execute()) {
            return DeliveryAnswer.answered(answer.code(), retryAfter(answer.header("Retry-After")));
        } catch (IOException e) {
            return DeliveryAnswer.failed(describe(e));
        }
    }

    private static Request request(HttpUrl url, SignedMessage message) {
        return new Request.Builder()
                .url(url)
                .header("User-Agent", "Renderfarm-Webhooks/1")
                .header("Accept-Encoding", "identity")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", String.valueOf(message.timestamp()))
                .header("webhook-signature", message.signature())
                .post(RequestBody.create(message.body(), JSON))
                .build();
    }

    /** RFC 9110, section 10.2.3: seconds or a date; null where it is neither. */
    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (header.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            return Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    /** Without addresses of the network that the farm is in. */
    private static String describe(IOException e) {
        if (e instanceof ForbiddenAddressException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof UnknownHostException) {
            return "its host has no address";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "it cannot be connected to";
        }
        if (e instanceof SSLException) {
            return "TLS failed: its certificate is not one that is trusted for its name, or it speaks no TLS";
        }
        return e instanceof InterruptedIOException ? "no answer in time" : "the exchange broke off";
    }

    @Override
    public void close() {
        for (OkHttpClient client : List.of(guarded, trusting)) {
            client.dispatcher().cancelAll();
            client.connectionPool().evictAll();
        }
    }
}
