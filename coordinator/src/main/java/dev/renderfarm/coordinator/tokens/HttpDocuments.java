package dev.renderfarm.coordinator.tokens;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** {@link Documents} by HTTP; follows no redirect, keeps no cookie, and waits {@link #LIMIT} at most. */
public final class HttpDocuments implements Documents {

    /** From looking up the name to the end of the answer. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    static final int LARGEST = 1 << 20;

    private final OkHttpClient client;

    public HttpDocuments() {
        this(LIMIT);
    }

    HttpDocuments(Duration limit) {
        client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(limit)
                .build();
    }

    @Override
    public byte[] get(URI address) throws IOException {
        Request request = new Request.Builder()
                .url(address.toString())
                .header("Accept", "application/json")
                .build();
        try (Response answer = client.newCall(request).execute();
                InputStream body = answer.body().byteStream()) {
            if (answer.code() != 200) {
                throw new IOException(address + " answered " + answer.code());
            }
            byte[] content = body.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException(address + " answered with more than " + LARGEST + " bytes");
            }
            return content;
        }
    }
}
