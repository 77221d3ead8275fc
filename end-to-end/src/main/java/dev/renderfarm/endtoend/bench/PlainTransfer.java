package dev.renderfarm.endtoend.bench;

import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http.Method;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that a client does: the JDK's blocking HTTP client on addresses that were signed beforehand, so that
 * nothing is signed or hashed here.
 */
final class PlainTransfer implements Transfer {

    private static final int OK = 200;

    private final MinioClient signer;
    private final String bucket;
    private final Map<String, URL> addresses = new ConcurrentHashMap<>();

    /** @param signer closed with this */
    PlainTransfer(MinioClient signer, String bucket) {
        this.signer = signer;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, byte[] content) throws Exception {
        HttpURLConnection connection = connection(Method.PUT, key);
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(content.length);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(content);
        }
        answer(connection);
    }

    @Override
    public byte[] get(String key) throws Exception {
        return answer(connection(Method.GET, key));
    }

    @Override
    public void close() throws IOException {
        try {
            signer.close();
        } catch (Exception e) {
            throw new IOException("the signer did not close", e);
        }
    }

    private HttpURLConnection connection(Method method, String key) throws IOException {
        return (HttpURLConnection) addresses
                .computeIfAbsent(method + key, unsigned -> signed(method, key))
                .openConnection();
    }

    private URL signed(Method method, String key) {
        try {
            return URI.create(signer.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                            .method(method)
                            .bucket(bucket)
                            .object(key)
                            .build()))
                    .toURL();
        } catch (Exception e) {
            throw new IllegalStateException("cannot sign for " + key, e);
        }
    }

    private static byte[] answer(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() != OK) {
            throw new IOException("the server answered " + connection.getResponseCode());
        }
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }
}
