package dev.renderfarm.endtoend.shop;

import dev.renderfarm.common.id.BatchId;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.util.SortedSet;
import java.util.TreeSet;

/** The shop's own look into its bucket. */
public final class Bucket {

    private final MinioClient client;
    private final String name;

    public Bucket(URI endpoint, String name, String accessKey, String secretKey) {
        this.client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region("us-east-1")
                .credentials(accessKey, secretKey)
                .build();
        this.name = name;
    }

    /** Keys of the pictures and their metadata. */
    public SortedSet<String> images(BatchId batch) throws Exception {
        return keys("batches/" + batch + "/images/");
    }

    /** Puts other content in its place. */
    /** The keys that begin so. */
    public SortedSet<String> keys(String prefix) throws Exception {
        SortedSet<String> keys = new TreeSet<>();
        for (var entry : client.listObjects(ListObjectsArgs.builder()
                .bucket(name)
                .prefix(prefix)
                .recursive(true)
                .build())) {
            keys.add(entry.get().objectName());
        }
        return keys;
    }

    public void put(String key, byte[] content) throws Exception {
        client.putObject(PutObjectArgs.builder().bucket(name).object(key).stream(
                        new ByteArrayInputStream(content), (long) content.length, -1L)
                .build());
    }

    public void remove(String key) throws Exception {
        client.removeObject(RemoveObjectArgs.builder().bucket(name).object(key).build());
    }

    public byte[] content(String key) throws Exception {
        try (InputStream content = client.getObject(
                GetObjectArgs.builder().bucket(name).object(key).build())) {
            return content.readAllBytes();
        }
    }
}
