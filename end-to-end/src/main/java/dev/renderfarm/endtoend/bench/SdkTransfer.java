package dev.renderfarm.endtoend.bench;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The MinIO SDK with the HTTP client that it comes with. */
final class SdkTransfer implements Transfer {

    private static final long PART_SIZE = 8L << 20;

    private final MinioClient client;
    private final String bucket;

    /** @param client closed with this */
    SdkTransfer(MinioClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, byte[] content) throws Exception {
        client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(
                        new ByteArrayInputStream(content), (long) content.length, PART_SIZE)
                .contentType("image/png")
                .build());
    }

    @Override
    public byte[] get(String key) throws Exception {
        try (InputStream content = client.getObject(
                GetObjectArgs.builder().bucket(bucket).object(key).build())) {
            return content.readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            client.close();
        } catch (Exception e) {
            throw new IOException("the SDK did not close", e);
        }
    }
}
